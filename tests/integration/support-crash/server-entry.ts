/*
 * The real server, started as the command line starts it, in a process that can kill its own process group
 * at the n-th fsync or commit. The counting wraps Node's and the engines' own functions from outside, before
 * the product is loaded; the product has no hook for it.
 */
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { DuckDBConnection } from '@duckdb/node-api';
import Database from 'better-sqlite3';

export type Point =
  | 'after fsync'
  | 'before a commit of the store'
  | 'after a commit of the store'
  | 'before a commit of the warehouse'
  | 'after a commit of the warehouse';

/** From the test: begin to count, and end at the n-th point of that kind. */
export interface CountOrder {
  readonly point: Point;
  readonly n: number;
}

let order: CountOrder | null = null;
let passed = 0;

function point(name: Point): void {
  if (order?.point !== name) return;
  passed += 1;
  if (passed !== order.n) return;
  fs.writeSync(2, `KILLED ${name}\n`);
  process.kill(-process.pid, 'SIGKILL');
}

function countFileSyncs(): void {
  const { fsyncSync, fdatasyncSync } = fs;
  fs.fsyncSync = (fd) => {
    fsyncSync(fd);
    point('after fsync');
  };
  fs.fdatasyncSync = (fd) => {
    fdatasyncSync(fd);
    point('after fsync');
  };
}

/** A statement outside a transaction commits by itself, as does COMMIT. */
function countStoreCommits(): void {
  const database = new Database(':memory:');
  const prototype: object = Object.getPrototypeOf(database.prepare('select 1'));
  database.close();
  for (const name of ['run', 'get', 'all']) {
    const original: unknown = Reflect.get(prototype, name);
    if (typeof original !== 'function') throw new TypeError(`a statement has no ${name}`);
    Reflect.set(prototype, name, function (this: Database.Statement, ...values: unknown[]) {
      const isCommit = this.source === 'COMMIT';
      if (isCommit) point('before a commit of the store');
      const result: unknown = Reflect.apply(original, this, values);
      const ended = isCommit || !(this.readonly || this.database.inTransaction);
      if (ended) point('after a commit of the store');
      return result;
    });
  }
}

function countWarehouseCommits(): void {
  const { run } = DuckDBConnection.prototype;
  DuckDBConnection.prototype.run = async function (sql, ...rest) {
    if (sql !== 'COMMIT') return run.call(this, sql, ...rest);
    point('before a commit of the warehouse');
    const result = await run.call(this, sql, ...rest);
    point('after a commit of the warehouse');
    return result;
  };
}

/** This machine, as the collector sees it, takes as long as the test wants and no processor time. */
function replaceThisMachine(): void {
  const { spawn } = childProcess;
  const script = join(import.meta.dirname, 'slow-host.sh');
  const { CRASH_HOST_SECTIONS = '', CRASH_HOST_PAUSE = '0' } = process.env;
  const replaced = (file: string, args: readonly string[], options: childProcess.SpawnOptions) => {
    if (file !== '/bin/sh') return spawn(file, args, options);
    const nonce = args[2] ?? '';
    return spawn(file, [script, nonce, CRASH_HOST_SECTIONS, CRASH_HOST_PAUSE], options);
  };
  Reflect.set(childProcess, 'spawn', replaced);
}

countFileSyncs();
countStoreCommits();
countWarehouseCommits();
replaceThisMachine();
syncBuiltinESMExports();

const { startServer } = await import('#lib/server/http/serve.ts');
const server = await startServer({
  env: process.env,
  rootDir: join(import.meta.dirname, '../../..'),
  mode: 'built',
  print: (line) => console.log(line),
  reportFailure: (error) => console.error('FAILURE', error),
});
process.on('message', (received: CountOrder) => {
  order = received;
  process.send?.('counting');
});
process.once('SIGTERM', () => {
  void server.stop().then(() => process.exit(0));
});

import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { expect } from 'vitest';
import { personViewer } from '#lib/server/auth/person-viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { cookieOf } from '../support-roles/persons.ts';
import type { Asker } from '../support-roles/persons.ts';
import type { Answer, InputServer } from './input-server.ts';

const EVERYTHING = { kind: null, actor: null, object: null, from: null, until: null, text: null };

/** Number of the last event of a server. */
export const headOf = ({ app }: InputServer): number => app.store.log.head().seq;

/** Events but those of being refused. */
export function changesOf({ app }: InputServer): number {
  const count = (kind: string | null) =>
    app.store.log.search({ ...EVERYTHING, kind }, { limit: 1, offset: 0 }).total;
  return count(null) - count('access.refused');
}

/** What uploads and unpacked reports left on the disk. */
export function leftoversOf({ app }: InputServer): string[] {
  return readdirSync(app.dataDir.file('tmp')).filter((name) => /^(upload|report)-/.test(name));
}

/** A form as the script of a page sends it. */
export function act(
  server: InputServer,
  path: string,
  { cookie = '', ...fields }: Readonly<Record<string, string | File>>,
): Promise<Answer> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const headers = { accept: 'application/json', 'x-sveltekit-action': 'true', origin: server.url };
  return server.ask(path, { method: 'POST', body, headers: { ...headers, cookie: String(cookie) } });
}

/** Status and words of a form that was sent back. */
export function refusalOf({ status, json, text }: Answer): { status: unknown; text: string } {
  return { status: json['type'] === 'failure' ? json['status'] : status, text };
}

/** The one with this role for these units. */
export function askerOf(askers: readonly Asker[], role: string, unit = '*'): Asker {
  const found = askers.find((one) => one.role === role && one.unit === unit && one.engaged);
  if (found === undefined) throw new Error(`nobody is ${role} of ${unit}`);
  return found;
}

/** As one who is signed in with a factor given just now. */
export function viewerOf({ app }: InputServer, { personId }: Asker): Viewer {
  return { ...personViewer(app, personId ?? '', 'web'), fresh: 'factor' };
}

/** The header of a session with a factor given just now. */
export async function cookieFor({ app }: InputServer, asker: Asker): Promise<string> {
  const cookie = await cookieOf(app, asker);
  if (cookie === null) throw new Error(`${asker.name} does not sign in`);
  return `${cookie.name}=${cookie.value}`;
}

/** A failure has one shape, and tells nothing of the inside. */
export function expectFailure(answer: Answer, wanted: { status: number; code: string }): void {
  const { status, json, headers, text } = answer;
  expect({ status, code: json['code'] }, text.slice(0, 300)).toEqual(wanted);
  expect(json).toMatchObject({
    message: expect.stringMatching(/.{8}/),
    remedy: expect.stringMatching(/.{5}/),
  });
  expect(json['requestId']).toBe(headers.get('x-request-id'));
  expect(text).not.toMatch(/node_modules|\.ts:|\/tmp\/|\bselect\b.*\bfrom\b|pp_user_/);
}

/** All that a server answers to these bytes, whose sender then goes away, or waits for the answer. */
export function sendRaw({ url }: InputServer, bytes: string, then: 'ends' | 'waits'): Promise<string> {
  return new Promise((done) => {
    let told = '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
      socket.write(bytes);
      if (then === 'ends') setTimeout(() => socket.destroy(), 200);
    });
    socket.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      if (then === 'waits' && told.includes('requestId')) socket.destroy();
    });
    socket.on('error', () => undefined).on('close', () => done(told));
  });
}

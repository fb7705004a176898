import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { inProject, projectRoot } from './project.mjs';

const parentCheckMs = 500;

/**
 * Runs a `patchproof` command in the foreground, as bin/patchproof does, and ends with its exit code.
 * @param {string} node
 * @param {string[]} args command, operands and options
 * @returns {Promise<number>}
 */
export function runInForeground(node, args) {
  const program = ['--disable-warning=ExperimentalWarning', inProject('src', 'cli', 'main.ts')];
  const child = spawn(node, [...program, ...args], { cwd: projectRoot, stdio: 'inherit' });
  let told = false;
  const tell = (/** @type {NodeJS.Signals} */ signal) => {
    // npm passes on what the terminal already sent to the whole group: only the first one counts.
    if (told) return;
    told = true;
    // The terminal's Ctrl-C has reached the command already, and a second signal would cut its orderly stop short.
    if (signal !== 'SIGINT' || !isTerminalForeground()) child.kill(signal);
  };
  process.on('SIGINT', tell).on('SIGTERM', tell);
  stopWithoutParent(tell);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

/**
 * npm starts scripts through a shell that dies of the signal npm passes on without telling us: then the command stops too.
 * @param {(signal: NodeJS.Signals) => void} tell
 */
function stopWithoutParent(tell) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && tell('SIGTERM'), parentCheckMs).unref();
}

/** Whether Ctrl-C in the terminal reaches the command without us: proc(5) stat, fields 5 (pgrp) and 8 (tpgid). */
function isTerminalForeground() {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const [, , processGroup, , , foregroundGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return processGroup === foregroundGroup;
  } catch {
    return process.stdin.isTTY === true;
  }
}

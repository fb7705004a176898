import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRunning } from './running.ts';

const FOLDER = join(import.meta.dirname, '../../tests/fixtures/running');

function text(host: string, section: string) {
  return { section, text: readFileSync(join(FOLDER, host, `${section}.txt`), 'utf8') };
}

function running(host: string) {
  const owners = (owner: string) => [owner.includes(':') ? owner : `${owner}:amd64`];
  return parseRunning(text(host, 'running'), text(host, 'clock'), owners);
}

function program(host: string, name: string) {
  const found = running(host).running?.programs.find((one) => one.name === name);
  return found && { ...found, startedAt: new Date(found.startedAt).toISOString().slice(0, 19) };
}

describe('what runs on a host', () => {
  // dpkg.log of this host: `20:43:04 status unpacked nginx-light … deb11u8`; it restarts nothing.
  it('tells a service that was started before its update, seen by an unprivileged user', () => {
    expect(program('deb-bullseye', 'nginx')).toEqual({
      name: 'nginx',
      startedAt: '2026-11-29T20:38:54',
      packages: ['nginx-light:amd64'],
      replaced: [],
    });
    expect(running('deb-bullseye')).toMatchObject({ running: { isMappedSeen: false } });
    expect(running('deb-bullseye').notSeen).toEqual([expect.stringContaining('only root sees it')]);
  });

  // dpkg.log: unpacked at 20:44:12, installed at 20:44:15. The service was started by the package in between.
  it('tells a service that its package restarted before it counted as installed', () => {
    expect(program('deb-outdated', 'nginx')?.startedAt).toBe('2026-11-29T20:44:14');
    expect(program('deb-outdated', 'redis-server')?.packages).toEqual(['redis-tools:amd64']);
  });

  it('names the packages of which root sees old files in use', () => {
    const nginx = program('deb-bullseye-root', 'nginx');
    expect(nginx?.replaced).toEqual([
      'libc6:amd64',
      'libnginx-mod-http-echo:amd64',
      'libssl1.1:amd64',
      'nginx-light:amd64',
    ]);
    expect(running('deb-bullseye-root')).toMatchObject({ running: { isMappedSeen: true }, notSeen: [] });
  });

  it('says so when the processes of others are hidden, and says nothing for a collector that does not ask', () => {
    const clock = text('deb-bullseye', 'clock');
    const hidden = { section: 'running', text: 'unseen\tprocesses\n' };
    expect(parseRunning(hidden, clock, () => [])).toMatchObject({
      running: null,
      notSeen: [expect.stringContaining('hidden')],
    });
    expect(parseRunning({ section: 'running', text: '' }, clock, () => [])).toEqual({
      running: null,
      notSeen: [],
    });
  });

  it('infers nothing from a name that stands at two places of which a package owns one', () => {
    const section = {
      section: 'running',
      text: 'hz\t100\nprocess\t5\tnginx\nprogram\tnginx\t/usr/local/sbin/nginx\nprogram\tnginx\t/usr/sbin/nginx\nowner\tnginx: /usr/sbin/nginx\n',
    };
    const { running } = parseRunning(section, text('deb-bullseye', 'clock'), (owner) => [`${owner}:amd64`]);
    expect(running?.programs).toEqual([]);
  });

  it('takes owners as rpm tells them, and nothing from lines that it does not know', () => {
    const section = {
      section: 'running',
      text: 'hz\t100\nprocess\tx\tcrond\nprocess\t586362\tsshd\nprogram\tsshd\t/usr/sbin/sshd\nowner\topenssh-server\tx86_64\t/usr/sbin/sshd\nhome\t/home/anna\n',
    };
    const { running } = parseRunning(section, text('deb-bullseye', 'clock'), (key) => [key]);
    expect(running?.programs).toEqual([
      { name: 'sshd', startedAt: 1_795_985_111_817, packages: ['openssh-server:x86_64'], replaced: [] },
    ]);
  });
});

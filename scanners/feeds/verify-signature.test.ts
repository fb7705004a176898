import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { usePublishers } from '../../tests/fixtures/publisher.ts';

const { serve, fetching } = usePublishers();
const signed = (name: string) => new URL(`../../tests/fixtures/feeds-signed/${name}`, import.meta.url);
const bytes = (name: string) => readFileSync(signed(name));
const by = (name: string) => ({ publicKey: fileURLToPath(signed(name)) });

it('a file is held against the signature beside it where the publisher’s key is given', async () => {
  const { at } = await serve({ '/archive': bytes('archive'), '/archive.asc': bytes('archive.asc') });
  expect(await fetching('suse-csaf', at('/archive'), by('key.asc'))).toMatchObject({ verified: 'signature' });
  expect(await fetching('suse-csaf', at('/archive'))).toMatchObject({ verified: 'none' });
});

it('a file without a signature, with that of another file, or of no key that was given, is refused', async () => {
  const { at } = await serve({
    '/archive': bytes('archive'),
    '/archive.asc': bytes('archive.asc'),
    '/unsigned': bytes('archive'),
    '/other': 'another archive',
    '/other.asc': bytes('archive.asc'),
  });
  const code = async (path: string, key = 'key.asc') => {
    const error: unknown = await fetching('suse-csaf', at(path), by(key)).catch((thrown: unknown) => thrown);
    return error instanceof Error && 'code' in error ? `${String(error.code)} ${error.message}` : 'taken';
  };
  expect(await code('/unsigned')).toMatch(/^FEED_REFUSED .* its signature answers with status 404/);
  expect(await code('/other')).toMatch(/^FEED_CHECKSUM .*BAD signature/);
  expect(await code('/archive', 'archive')).toMatch(/^FEED_CHECKSUM /);
  expect(await code('/archive', 'absent.asc')).toMatch(/^FEED_KEY_UNUSABLE /);
});

import { createHash, randomBytes } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../store/open-test-store.ts';
import { openArtifactStore, type ArtifactStore } from './artifact-store.ts';
import { decodeContent, decodeHeader, encodeFrame, FRAME_HEADER_BYTES, sha256Hex } from './frame.ts';

const SEGMENT = 'segment-000001.pack';

function open(directory: string, segmentBytes?: number): ArtifactStore {
  const store = openArtifactStore({ directory, segmentBytes });
  onTestFinished(() => store.close());
  return store;
}

function filled(contents: readonly Uint8Array[]): { directory: string; pack: string; ends: number[] } {
  const directory = temporaryDirectory();
  const store = openArtifactStore({ directory });
  let end = 0;
  const ends = contents.map((content) => (end += store.put(content).storedBytes));
  store.sync();
  store.close();
  return { directory, pack: join(directory, SEGMENT), ends };
}

const text = (length: number) => Buffer.from('libssl3 3.0.15-1~deb12u1 amd64\n'.repeat(length));

describe('put and get', () => {
  test('any content comes back byte for byte, also after reopening', () => {
    const directory = temporaryDirectory();
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 8 }), (contents) => {
        const store = openArtifactStore({ directory });
        const receipts = contents.map((content) => store.put(content));
        store.sync();
        store.close();
        const again = openArtifactStore({ directory });
        contents.forEach((content, at) => {
          const sha256 = receipts[at]?.sha256 ?? '';
          expect(sha256).toBe(createHash('sha256').update(content).digest('hex'));
          expect(again.get(sha256).equals(content)).toBe(true);
        });
        expect(again.tornTail).toBeNull();
        again.close();
      }),
      { numRuns: 60 },
    );
    expect(open(directory).verify()).toEqual([]);
  });

  test('the same content is stored once, also across a restart', () => {
    const { directory, pack } = filled([text(40)]);
    const size = statSync(pack).size;
    const store = open(directory);
    expect(store.put(text(40)).storedBytes).toBe(0);
    expect(store.put(text(40)).storedBytes).toBe(0);
    store.sync();
    expect(statSync(pack).size).toBe(size);
  });

  test('a frame costs at most 50 bytes beside its data, and text is compressed', () => {
    const store = open(temporaryDirectory());
    expect(FRAME_HEADER_BYTES).toBeLessThanOrEqual(50);
    const noise = randomBytes(1000);
    expect(store.put(noise).storedBytes).toBe(1000 + FRAME_HEADER_BYTES);
    expect(store.put(text(1000)).storedBytes).toBeLessThan(200);
  });

  test('a missing artifact and a damaged one are named errors, never wrong bytes', () => {
    const { directory, pack } = filled([randomBytes(200)]);
    const store = open(directory);
    expect(() => store.get('0'.repeat(64))).toThrow(
      expect.objectContaining({ code: 'ARTIFACT_MISSING', exitCode: 4 }),
    );
    const bytes = readFileSync(pack);
    const sha256 = bytes.toString('hex', 10, 42);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(pack, bytes);
    expect(() => store.get(sha256)).toThrow(
      expect.objectContaining({
        code: 'ARTIFACT_DAMAGED',
        exitCode: 4,
        where: { segment: SEGMENT, offset: 0 },
      }),
    );
  });
});

describe('segments', () => {
  test('roll at the limit and stay readable together', () => {
    const directory = temporaryDirectory();
    const store = open(directory, 2000);
    const contents = Array.from({ length: 12 }, () => randomBytes(600));
    const names = contents.map((content) => store.put(content).sha256);
    store.sync();
    expect(readdirSync(directory).sort()).toEqual([1, 2, 3, 4].map((n) => `segment-00000${n}.pack`));
    const again = open(directory, 2000);
    names.forEach((name, at) => expect(again.get(name)).toEqual(contents[at]));
    expect(again.verify()).toEqual([]);
  });

  test('one artifact larger than a segment gets a segment of its own', () => {
    const directory = temporaryDirectory();
    const store = open(directory, 1000);
    store.put(randomBytes(100));
    const large = store.put(randomBytes(5000));
    store.put(randomBytes(100));
    store.sync();
    expect(readdirSync(directory)).toHaveLength(3);
    expect(store.get(large.sha256)).toHaveLength(5000);
  });
});

describe('after a crash', () => {
  test('a tail torn at any byte of the last frame is cut off, everything before is kept', () => {
    const contents = [text(30), randomBytes(90), text(60)];
    const { directory, pack, ends } = filled(contents);
    const whole = join(directory, 'whole');
    copyFileSync(pack, whole);
    const [, before = 0, end = 0] = ends;
    for (let cut = before; cut < end; cut++) {
      copyFileSync(whole, pack);
      truncateSync(pack, cut);
      const store = openArtifactStore({ directory });
      const expected = cut === before ? null : { segment: SEGMENT, offset: before, bytes: cut - before };
      expect(store.tornTail).toEqual(expected);
      expect(store.has(sha256Hex(contents[2] ?? Buffer.of()))).toBe(false);
      expect(statSync(pack).size).toBe(before);
      store.put(contents[2] ?? Buffer.of());
      store.sync();
      expect(store.verify()).toEqual([]);
      expect(readFileSync(pack)).toEqual(readFileSync(whole));
      store.close();
    }
  });

  test('a tail of zeros, which a power failure leaves, is cut off', () => {
    const { directory, pack, ends } = filled([text(30)]);
    appendFileSync(pack, Buffer.alloc(5000));
    expect(open(directory).tornTail).toEqual({ segment: SEGMENT, offset: ends[0], bytes: 5000 });
    expect(statSync(pack).size).toBe(ends[0]);
  });

  test('a complete last frame with wrong data is damage: reported, never cut off', () => {
    const { directory, pack, ends } = filled([text(30), randomBytes(300)]);
    const bytes = readFileSync(pack);
    bytes.fill(0, (ends[0] ?? 0) + FRAME_HEADER_BYTES);
    writeFileSync(pack, bytes);
    const store = open(directory);
    expect(store.tornTail).toBeNull();
    expect(statSync(pack).size).toBe(bytes.length);
    expect(store.verify()).toMatchObject([{ code: 'FRAME_DAMAGED', segment: SEGMENT, offset: ends[0] }]);
  });

  test('a frame whose data did not reach the disk is written again, not taken for stored', () => {
    const content = randomBytes(300);
    const { directory, pack } = filled([content]);
    const bytes = readFileSync(pack);
    bytes.fill(0, FRAME_HEADER_BYTES);
    writeFileSync(pack, bytes);
    const store = open(directory);
    const receipt = store.put(content);
    store.sync();
    expect(receipt.storedBytes).toBeGreaterThan(300);
    expect(store.get(receipt.sha256)).toEqual(content);
    expect(open(directory).get(receipt.sha256)).toEqual(content);
  });

  test('an incomplete frame in a segment before the last is damage and stays', () => {
    const directory = temporaryDirectory();
    const store = openArtifactStore({ directory, segmentBytes: 500 });
    store.put(randomBytes(400));
    store.put(randomBytes(400));
    store.sync();
    store.close();
    truncateSync(join(directory, SEGMENT), 449);
    const again = open(directory, 500);
    expect(again.tornTail).toBeNull();
    expect(again.verify()).toMatchObject([{ code: 'SEGMENT_TRUNCATED', segment: SEGMENT, offset: 0 }]);
  });
});

describe('verify', () => {
  test('finds each of 200 random flipped bits, before and after reopening', () => {
    const contents = [text(300), randomBytes(2000), text(7), randomBytes(50), Buffer.of(), text(2000)];
    const { directory, pack } = filled(contents);
    const good = readFileSync(pack);
    const running = open(directory);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        const bytes = Buffer.from(good);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        writeFileSync(pack, bytes);
        expect(running.verify().length).toBeGreaterThan(0);
        const reopened = openArtifactStore({ directory });
        const found = reopened.verify();
        reopened.close();
        expect(statSync(pack).size).toBe(good.length);
        expect(found.length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });

  test('finds every flipped bit of a compressed frame, also one that would unpack to the same content', () => {
    const frame = encodeFrame(text(20), sha256Hex(text(20)));
    const header = decodeHeader(frame, 0);
    expect(header?.encoding).toBe('zstd');
    for (let at = FRAME_HEADER_BYTES * 8; header && at < frame.length * 8; at++) {
      const stored = Buffer.from(frame.subarray(FRAME_HEADER_BYTES));
      const byte = (at >> 3) - FRAME_HEADER_BYTES;
      stored[byte] = (stored[byte] ?? 0) ^ (1 << (at & 7));
      expect(decodeContent(header, stored)).toBeNull();
    }
  });

  test('one damaged header costs one frame: the others are found again', () => {
    const contents = [text(30), randomBytes(300), text(90)];
    const { directory, pack, ends } = filled(contents);
    const bytes = readFileSync(pack);
    bytes[(ends[0] ?? 0) + 6] = 0xff;
    writeFileSync(pack, bytes);
    const store = open(directory);
    const held = contents.map((content) => store.has(sha256Hex(content)));
    expect(held).toEqual([true, false, true]);
    expect(store.verify()).toMatchObject([{ code: 'HEADER_DAMAGED', offset: ends[0], sha256: null }]);
  });

  test('finds a duplicated frame, a truncated segment and a missing one', () => {
    const { directory, pack, ends } = filled([text(30), randomBytes(300)]);
    const store = open(directory);
    const good = readFileSync(pack);
    const repeated = encodeFrame(text(30), sha256Hex(text(30)));
    appendFileSync(pack, repeated);
    expect(store.verify()).toMatchObject([
      { code: 'FRAME_DUPLICATE', segment: SEGMENT, offset: good.length },
    ]);
    writeFileSync(pack, good.subarray(0, good.length - 3));
    expect(store.verify().map((problem) => problem.code)).toEqual(['SEGMENT_TRUNCATED', 'FRAME_MISSING']);
    writeFileSync(pack, good.subarray(0, ends[0]));
    expect(store.verify()).toMatchObject([{ code: 'FRAME_MISSING', offset: ends[0] }]);
    writeFileSync(pack, good);
    expect(store.verify()).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { readBody } from './read-body.ts';

const post = (body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>) =>
  new Request('http://127.0.0.1/', { method: 'POST', body, duplex: 'half' } as RequestInit);

describe('readBody', () => {
  it('gives exactly what was sent', async () => {
    expect([...(await readBody(post(Uint8Array.of(0, 1, 255)), 3))]).toEqual([0, 1, 255]);
    expect(await readBody(new Request('http://127.0.0.1/'), 3)).toHaveLength(0);
  });

  it('stops at the limit, however much would still come', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(1000).fill(sent++)),
    });
    await expect(readBody(post(endless), 10_000)).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
      status: 413,
    });
    expect(sent).toBeLessThan(20);
  });

  it('keeps nothing of an upload that breaks off', async () => {
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(new Uint8Array(10));
        controller.error(new Error('socket closed'));
      },
    });
    await expect(readBody(post(broken), 100)).rejects.toMatchObject({
      code: 'UPLOAD_TRUNCATED',
      status: 400,
    });
  });
});

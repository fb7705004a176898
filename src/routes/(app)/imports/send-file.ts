interface SendFailure {
  readonly message: string;
  readonly remedy: string;
  readonly code?: string;
}

export type SendAnswer =
  { readonly id: string; readonly failure: null } | { readonly id: null; readonly failure: SendFailure };

const broken: SendFailure = {
  message: 'The upload ended before it was complete; nothing was kept.',
  remedy: 'Check the connection and send it again.',
};

/**
 * Sends a file as it is, and tells how much of it has gone. `fetch` tells no progress of what it sends.
 * @param onProgress takes a share, 0 to 1
 */
export function sendFile(file: File, onProgress: (share: number) => void): Promise<SendAnswer> {
  const request = new XMLHttpRequest();
  return new Promise((done) => {
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total);
    request.onerror = () => done({ id: null, failure: broken });
    request.onload = () => done(readAnswer(request.status, request.responseText));
    request.open('POST', `/imports/files?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.send(file);
  });
}

function readAnswer(status: number, text: string): SendAnswer {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { id: null, failure: broken };
  }
  const { id, message, remedy, code } = body as { id?: unknown } & Partial<SendFailure>;
  if (status === 200 && typeof id === 'string') return { id, failure: null };
  if (message === undefined || remedy === undefined) return { id: null, failure: broken };
  return { id: null, failure: { message, remedy, ...(code === undefined ? {} : { code }) } };
}

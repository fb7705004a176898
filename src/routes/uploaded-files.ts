/** The files of a form, without those that were not chosen. */
export async function readFiles(data: FormData): Promise<{ name: string; bytes: Uint8Array }[]> {
  const files = data.getAll('files').filter((one): one is File => one instanceof File && one.size > 0);
  return Promise.all(
    files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
}

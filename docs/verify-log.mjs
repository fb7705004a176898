// Checks what Patchproof proves of its log, with nothing but Node. `node verify-log.mjs PROOF.json KEY` for the JSON of
// `patchproof log prove`, `node verify-log.mjs EXPORT KEY` for `patchproof log export` (EXPORT.note beside it). KEY is
// what you were given on another way than the files. Written from RFC 9162 and C2SP signed-note, not from the product.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha256 = (...parts) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');
const bytes = (hex) => Buffer.from(hex, 'hex');
const leafOf = (text) => sha256(Buffer.of(0), text);
const node = (left, right) => sha256(Buffer.of(1), bytes(left), bytes(right));
const splitOf = (size) => 2 ** Math.floor(Math.log2(size - 1));

function treeRoot(leaves) {
  if (leaves.length < 2) return leaves[0] ?? sha256('');
  const split = splitOf(leaves.length);
  return node(treeRoot(leaves.slice(0, split)), treeRoot(leaves.slice(split)));
}

/** Root that a leaf and its path give; the last hash of the path is the highest. */
function rootFromPath(leaf, index, size, path) {
  if (size === 1) return path.length === 0 && index === 0 ? leaf : null;
  const split = splitOf(size);
  const below = path.slice(0, -1);
  const other = path.at(-1);
  if (other === undefined) return null;
  if (index < split) return joined(rootFromPath(leaf, index, split, below), (root) => node(root, other));
  return joined(rootFromPath(leaf, index - split, size - split, below), (root) => node(other, root));
}

/** Old and new root that a consistency path gives. `whole`: the old tree is this subtree, whose root may be known. */
function rootsFromPath(oldSize, size, path, whole) {
  if (oldSize === size) {
    if (whole !== null) return path.length === 0 ? [whole, whole] : null;
    return path.length === 1 ? [path[0], path[0]] : null;
  }
  const split = splitOf(size);
  const below = path.slice(0, -1);
  const other = path.at(-1);
  if (other === undefined) return null;
  if (oldSize <= split)
    return joined(rootsFromPath(oldSize, split, below, whole), ([a, b]) => [a, node(b, other)]);
  return joined(rootsFromPath(oldSize - split, size - split, below, null), ([a, b]) => [
    node(other, a),
    node(other, b),
  ]);
}
const joined = (found, join) => (found === null ? null : join(found));

/** Size and root that a note states, when the key signed it; else null. */
function openNote(note, key) {
  const [, name, id, text] = /^(\S+)\+([0-9a-f]{8})\+(\S+)$/.exec(key) ?? [];
  const raw = Buffer.from(text ?? '', 'base64');
  if (raw.length !== 33 || sha256(`${name}\n`, raw).slice(0, 8) !== id) return null;
  const der = Buffer.concat([bytes('302a300506032b6570032100'), raw.subarray(1)]);
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
  const [body = '', signatures = ''] = note.split('\n\n');
  const line = signatures.split('\n').find((one) => one.startsWith(`\u2014 ${name} `));
  const signature = Buffer.from(line?.split(' ')[2] ?? '', 'base64');
  // Several texts of base64 stand for the same bytes; only the one that is written counts.
  if (signature.subarray(0, 4).toString('hex') !== id || signature.toString('base64') !== line?.split(' ')[2])
    return null;
  if (!verify(null, Buffer.from(`${body}\n`), publicKey, signature.subarray(4))) return null;
  const [, size, root] = body.split('\n');
  return { size: Number(size), root: Buffer.from(root, 'base64').toString('hex') };
}

/** True when the proof holds and the key signed the root it leads to. */
export function checkProof({ kind, seq, size, leaf, proof, root, oldSize, oldRoot, note }, key) {
  const signed = openNote(note ?? '', key);
  if (signed === null || signed.size !== size || signed.root !== root) return false;
  if (kind === 'inclusion') return rootFromPath(leafOf(leaf), seq - 1, size, proof) === root;
  if (oldSize === 0) return oldRoot === sha256('') && proof.length === 0;
  const roots = rootsFromPath(oldSize, size, proof, oldRoot);
  return roots !== null && roots[0] === oldRoot && roots[1] === root;
}

/** True when the lines are all events that the key signed. */
export function checkExport(lines, note, key) {
  const signed = openNote(note, key);
  return signed !== null && signed.size === lines.length && treeRoot(lines.map(leafOf)) === signed.root;
}

if (process.argv[1] === import.meta.filename) {
  const [, , path, key = ''] = process.argv;
  const text = readFileSync(path, 'utf8');
  const isProof = text.startsWith('{') && text.includes('"verifierKey"');
  const holds = isProof
    ? checkProof(JSON.parse(text), key)
    : checkExport(text.split('\n').slice(0, -1), readFileSync(`${path}.note`, 'utf8'), key);
  console.log(holds ? 'holds' : 'DOES NOT HOLD');
  process.exitCode = holds ? 0 : 4;
}

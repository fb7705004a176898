export function checkProof(proof: object, key: string): boolean;
export function checkExport(lines: readonly string[], note: string, key: string): boolean;

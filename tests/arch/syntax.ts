import ts from 'typescript';

export interface FunctionLength {
  path: string;
  name: string;
  lines: number;
}

/** Length in lines of every function with a body, from its first to its last line. */
export function functionLengths(path: string, text: string): FunctionLength[] {
  const source = parse(path, text);
  const found: FunctionLength[] = [];
  visit(source, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return;
    const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
    const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
    found.push({ path, name: nameOf(node, source), lines: last - first + 1 });
  });
  return found;
}

/** Text of every string and template literal; `${…}` in a template reads as one blank. */
export function literals(path: string, text: string): string[] {
  const found: string[] = [];
  visit(parse(path, text), (node) => {
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    if (!ts.isTemplateExpression(node)) return;
    found.push([node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(' '));
  });
  return found;
}

function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

function nameOf(node: ts.SignatureDeclaration, source: ts.SourceFile): string {
  const named = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined);
  return named?.getText(source) ?? 'anonymous';
}

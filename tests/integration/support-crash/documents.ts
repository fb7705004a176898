import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import {
  documentShapes,
  type DocumentName,
  type DocumentQuery,
} from '#lib/server/read-documents/document-input.ts';
import { readDocument } from '#lib/server/read-documents/index.ts';

/** A fixed moment: when it was true, and up to which event it is known. */
export interface Moment {
  readonly asOf: string;
  readonly knownAt: number;
}

type Listed =
  | 'findings'
  | 'assets'
  | 'patches'
  | 'unfixed'
  | 'exceptions'
  | 'controls'
  | 'register-entries'
  | 'audit-requests'
  | 'audit-samples'
  | 'stakeholders'
  | 'policies';

const idsOf: Readonly<Record<string, Listed>> = {
  patch: 'patches',
  finding: 'findings',
  explain: 'findings',
  asset: 'assets',
  'unfixed-flaw': 'unfixed',
  exception: 'exceptions',
  control: 'controls',
  'register-entry': 'register-entries',
  'audit-request': 'audit-requests',
  'audit-sample': 'audit-samples',
  'audit-redraw': 'audit-samples',
  'stakeholders-of': 'stakeholders',
  policy: 'policies',
};

/** Of the log itself, which looking changes, and of a draft or of two versions, which this history has not. */
const apart: readonly string[] = [
  'log',
  'log-event',
  'log-proof',
  'log-export',
  'policy-diff',
  'policy-what-if',
];

/**
 * The JSON of every read document that can be asked for a moment, by name and question. A document of an object
 * is read for the first `perDocument` of them.
 */
export async function readAll(
  app: App,
  { asOf, knownAt }: Moment,
  perDocument: number,
): Promise<Map<string, string>> {
  const view: DocumentQuery = { asOf, knownAt: String(knownAt) };
  const texts = new Map<string, string>();
  const read = async (name: DocumentName, query: DocumentQuery) => {
    const document = await readDocument(app, localOperator, { name, query });
    texts.set(`${name} ${JSON.stringify(query)}`, JSON.stringify(document));
  };
  const ids = {
    findings: (await readDocument(app, localOperator, { name: 'findings', query: view })).rows.map(
      ({ id }) => id,
    ),
    assets: (await readDocument(app, localOperator, { name: 'assets', query: view })).rows.map(
      ({ id }) => id,
    ),
    patches: (await readDocument(app, localOperator, { name: 'patches', query: view })).rows.map(
      ({ fix }) => fix,
    ),
    unfixed: (await readDocument(app, localOperator, { name: 'unfixed', query: view })).rows.map(
      ({ cve }) => cve,
    ),
    exceptions: (await readDocument(app, localOperator, { name: 'exceptions', query: view })).rows.map(
      ({ id }) => id,
    ),
    controls: (await readDocument(app, localOperator, { name: 'controls', query: view })).rows.map(
      ({ id }) => id,
    ),
    'register-entries': (
      await readDocument(app, localOperator, { name: 'register-entries', query: view })
    ).rows.map(({ id }) => id),
    'audit-requests': (
      await readDocument(app, localOperator, { name: 'audit-requests', query: view })
    ).rows.map(({ id }) => id),
    'audit-samples': (
      await readDocument(app, localOperator, { name: 'audit-samples', query: view })
    ).rows.map(({ id }) => id),
    stakeholders: (await readDocument(app, localOperator, { name: 'stakeholders', query: view })).rows.map(
      ({ system }) => system,
    ),
    policies: (await readDocument(app, localOperator, { name: 'policies', query: {} })).versions.map(
      ({ version }) => String(version),
    ),
  };
  for (const name of documentNames()) {
    if (apart.includes(name)) continue;
    const { takesView, takesId } = documentShapes[name];
    const query = takesView ? view : {};
    if (!takesId) {
      await read(name, query);
      continue;
    }
    const list = idsOf[name];
    if (list === undefined) throw new Error(`this test does not know whose id the document ${name} takes`);
    for (const id of ids[list].slice(0, perDocument)) await read(name, { ...query, id });
  }
  return texts;
}

function documentNames(): DocumentName[] {
  const isName = (name: string): name is DocumentName => Object.hasOwn(documentShapes, name);
  return Object.keys(documentShapes).filter(isName);
}

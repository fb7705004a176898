import { expect, it } from 'vitest';
import { spdxPackage } from './spdx-package.ts';

const jena = { id: 'SPDXRef-1', name: 'Jena', version: '3.12.0' };
const purl = 'pkg:maven/org.apache.jena/apache-jena@3.12.0';

it.each(['purl', 'http://spdx.org/rdf/references/purl', 'http://spdx.org/spdxdocs/an-example#purl'])(
  'a reference of the type %s names the package',
  (type) => {
    const other = { type: 'cpe23Type', locator: 'cpe:2.3:a:apache:jena' };
    expect(spdxPackage(jena, [other, { type, locator: purl }])).toMatchObject({ ...jena, purl });
  },
);

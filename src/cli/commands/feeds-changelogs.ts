import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { countOf } from '#lib/format/numbers.ts';
import { changelogDocument } from '#scanners/feeds/changelog-document.ts';
import { readDebChangelogs } from '#scanners/feeds/read-deb-changelog.ts';
import { defineCommand } from '../command.ts';
import { printJson } from '../output/print.ts';
import { renderFacts } from '../output/table.ts';
import { withSource } from '../source/with-source.ts';
import { usageError } from '../usage-error.ts';

export const feedsChangelogs = defineCommand({
  summary: 'Read the CVE ids that the changelogs of Debian or Ubuntu packages name, without internet',
  operands: 'PATH…',
  minOperands: 1,
  maxOperands: Number.POSITIVE_INFINITY,
  options: {
    release: {
      type: 'string',
      value: 'NAME',
      summary: 'whose packages: debian/bookworm, ubuntu/24.04',
    },
    out: { type: 'string', value: 'FILE', summary: 'write a feed file instead of taking it in' },
  },
  notes: [
    'PATH is a .deb file or a folder of them, such as a mirror’s pool; folders are walked.',
    'A changelog names no advisory and no release date, so no clock starts from it.',
  ],
  run: async ({ context, options, operands }) => {
    const release = releaseOf(options.release);
    const paths = operands.flatMap(packagesIn);
    if (paths.length === 0) throw usageError('There is no .deb file.', 'Give .deb files or their folder.');
    const { changelogs, without } = await readDebChangelogs(paths, release);
    const made = changelogDocument(changelogs, { source: hostname(), publishedAt: context.now() });
    const text = `${JSON.stringify(made.document, null, 1)}\n`;
    const about = {
      packages: paths.length,
      entries: made.document.entries.length,
      withoutChangelog: without,
      unread: made.unread,
    };
    if (options.out !== undefined) writeFileSync(options.out, text, { mode: 0o644 });
    const fileName = `changelogs-${release.release}.json`;
    const receipt =
      options.out === undefined
        ? await withSource(context, (source) =>
            source.importFeed({
              content: Buffer.from(text, 'utf8'),
              fileName,
              feed: 'changelogs',
              mode: 'keep',
              origin: null,
            }),
          )
        : null;
    if (options.json) printJson(context.stdout, { ...about, receipt });
    else
      context.stdout.write(
        renderFacts([
          ['Packages', countOf(about.packages, 'package')],
          ['Entries with CVEs', String(about.entries)],
          ['Without a changelog', String(without.length)],
          ['Not understood', made.unread.join(', ') || null],
          ['Written to', options.out ?? null],
          ['Taken in', receipt ? `${receipt.result}, event ${receipt.seq}` : null],
        ]),
      );
    return 0;
  },
});

type Release = Parameters<typeof readDebChangelogs>[1];

function releaseOf(text: string | undefined): Release {
  const [, ecosystem, release = ''] = /^(debian|ubuntu)\/([a-z0-9.]{1,40})$/.exec(text ?? '') ?? [];
  if (ecosystem === 'debian' || ecosystem === 'ubuntu') return { ecosystem, release };
  throw usageError('feeds changelogs needs the release.', 'Give --release debian/bookworm, or ubuntu/24.04.');
}

/** All .deb files at or below a path, in a fixed order. */
function packagesIn(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })) throw usageError(`There is no ${path}.`, 'Check the path.');
  if (!statSync(path).isDirectory()) return path.endsWith('.deb') ? [path] : [];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.deb'))
    .sort()
    .map((name) => join(path, name));
}

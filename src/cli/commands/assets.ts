import { countOf } from '#lib/format/numbers.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { utcMinute } from '../output/moments.ts';
import { renderFacts, renderTable } from '../output/table.ts';
import type { TableColumn } from '../output/table.ts';
import { csvOption, filterNote, listOptions, readQuery } from '../read-options.ts';
import { formOf, printDocument } from './read-command.ts';

type Asset = Documents['assets']['rows'][number];
type Package = Documents['asset']['packages'][number];

export const assets = defineCommand({
  summary: 'Assets, or one asset with its packages',
  operands: '[NAME]',
  maxOperands: 1,
  options: { ...listOptions, ...csvOption },
  notes: [
    `${filterNote('assets')} Sorts by name, os, verdict, unit, owner, open, overdue, lastComplete.`,
    `Of one asset: ${filterNote('asset')} only is security, pending or held. Sorts by name, installedAt.`,
  ],
  run: ({ context, options, operands: [id] }) => {
    const form = formOf(options);
    if (id === undefined) {
      const query = readQuery('assets', options);
      return printDocument(context, { name: 'assets', query, form, show: showAssets });
    }
    return printDocument(context, {
      name: 'asset',
      query: readQuery('asset', options, id),
      form,
      show: showAsset,
    });
  },
});

const assetColumns: readonly TableColumn<Asset>[] = [
  { title: 'Asset', cell: (row) => row.name },
  { title: 'System', cell: (row) => row.os },
  { title: 'Unit', cell: (row) => row.unit },
  { title: 'Owner', cell: (row) => row.owner },
  { title: 'Group', cell: (row) => row.group },
  { title: 'Verdict', cell: (row) => row.verdict },
  { title: 'Open', align: 'right', cell: (row) => row.open },
  { title: 'Overdue', align: 'right', cell: (row) => row.overdue },
  { title: 'Packages', align: 'right', cell: (row) => row.packages },
  { title: 'Last complete scan', cell: (row) => utcMinute(row.lastComplete) },
  { title: 'Reasons', cell: (row) => row.reasons.map((reason) => reason.code).join(', ') },
];

const packageColumns: readonly TableColumn<Package>[] = [
  { title: 'Package', cell: (row) => `${row.name}:${row.arch}` },
  { title: 'Installed', cell: (row) => row.installed },
  { title: 'Candidate', cell: (row) => row.candidate },
  { title: 'Security version', cell: (row) => row.securityVersion },
  { title: 'Held', cell: (row) => (row.held ? 'held' : null) },
  { title: 'Phased', cell: (row) => (row.phased === null ? null : `${row.phased} %`) },
  { title: 'Installed at', cell: (row) => utcMinute(row.installedAt) },
];

function showAssets({ rows, total, asOf, knownAt }: Documents['assets']): string {
  const when = `as of ${utcMinute(asOf)}, known at event ${knownAt}`;
  return `${renderTable(assetColumns, rows)}${countOf(total, 'asset')} ${when}\n`;
}

function showAsset({ asset, packages, asOf, knownAt }: Documents['asset']): string {
  const facts = renderFacts([
    ['Asset', asset.name],
    ['Id', asset.id],
    ['System', asset.os],
    ['Kernel', asset.kernel],
    ['Unit, owner', `${asset.unit}, ${asset.owner ?? '–'}`],
    ['Group', asset.group],
    ['Criticality', asset.criticality],
    ['Environment', asset.environment],
    ['Exposure', asset.exposure],
    ['Scope', asset.scope],
    ['Status', asset.retired ? 'retired' : 'active'],
    ['Verdict', asset.verdict],
    ...asset.reasons.map(
      (reason) => ['Reason', `${reason.code}: ${reason.message} → ${reason.remedy}`] as const,
    ),
    ['Open, overdue', `${asset.open}, ${asset.overdue}`],
    ['Last complete scan', utcMinute(asset.lastComplete)],
    ['Last attempt', `${utcMinute(asset.lastAttempt) ?? '–'} ${asset.lastOutcome ?? ''}`.trim()],
    ['As of', `${utcMinute(asOf)}, known at event ${knownAt}`],
  ]);
  return `${facts}\n${renderTable(packageColumns, packages)}${countOf(packages.length, 'package')}\n`;
}

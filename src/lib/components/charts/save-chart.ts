import { drawChart } from '../../charts/draw-chart.ts';
import type { ChartData, ChartName } from '../../charts/index.ts';
import { svgFile } from '../../charts/svg-text.ts';
import { printTheme } from '../../charts/theme.ts';

/** Pixels of a PNG for one of the drawing. */
const scale = 2;
const fileWidth = 960;

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

function fileOf<Name extends ChartName>(name: Name, data: ChartData<Name>, title: string): string {
  const frame = { width: fileWidth, id: name };
  return svgFile(drawChart(name, data, { theme: printTheme, frame, document }), title, printTheme.font);
}

/** Saves the chart as an SVG file, in the light colours of paper and with its question as a heading. */
export function saveSvg<Name extends ChartName>(name: Name, data: ChartData<Name>, title: string): void {
  save(new Blob([fileOf(name, data, title)], { type: 'image/svg+xml' }), `${name}.svg`);
}

async function pictureOf(svg: string): Promise<HTMLImageElement> {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await picture.decode();
  return picture;
}

/** Saves the chart as a PNG file at twice its size. */
export async function savePng<Name extends ChartName>(
  name: Name,
  data: ChartData<Name>,
  title: string,
): Promise<void> {
  const picture = await pictureOf(fileOf(name, data, title));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [picture.naturalWidth * scale, picture.naturalHeight * scale];
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const file = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (file) save(file, `${name}.png`);
}

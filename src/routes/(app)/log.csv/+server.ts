import { csvDownload } from '#lib/server/http/csv-download.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, url }) => csvDownload('log', locals, url);

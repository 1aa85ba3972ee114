import type { DoctorCheck } from '../kernel/index.ts';
import { findGdal } from './gdal/ogr2ogr.ts';

/** What `doctor` says of formats that need a program of this machine. A node works without it. */
export function formatDoctorChecks(ogr2ogr: string | null): DoctorCheck[] {
  return [{ name: 'gdal', run: () => checkGdal(ogr2ogr) }];
}

async function checkGdal(ogr2ogr: string | null): ReturnType<DoctorCheck['run']> {
  const { version } = await findGdal(ogr2ogr);
  if (version !== null) return { ok: true, value: version };
  if (ogr2ogr === null) return { ok: true, value: '-' };
  return {
    ok: 'warning',
    value: '-',
    advice: {
      vi: 'Không có GDAL nên không đọc được MapInfo TAB, DXF, DGN, GPX và File Geodatabase. Hãy cài gdal-bin hoặc đặt LIENTHONG_OGR2OGR (none: không dùng).',
      en: 'There is no GDAL, so MapInfo TAB, DXF, DGN, GPX and File Geodatabase are not read. Install gdal-bin or set LIENTHONG_OGR2OGR (none: do without).',
    },
  };
}

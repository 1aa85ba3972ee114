import { route, type ApiRequest, type Route } from '../../kernel/index.ts';
import type { PackSet } from '../../packs/index.ts';
import type { PipelineContext } from '../context.ts';
import { standardTemplate } from './standard-template.ts';

const mediaType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Workbooks to fill in: a standard is public, and so is its form. */
export function templateRoutes(context: PipelineContext): Route[] {
  return [
    route({
      method: 'GET',
      path: '/standards',
      operationId: 'getStandards',
      tag: 'sources',
      summary: {
        vi: 'Các mô hình dữ liệu chuẩn của nút và biểu mẫu Excel của chúng',
        en: 'The standards of this node and their workbooks to fill in',
      },
      resource: 'standards',
      formats: ['json'],
      access: 'public',
      handle: (request) =>
        Promise.resolve({ resource: 'standards', data: { standards: standardDocuments(context.packs(), request) } }),
    }),
    route({
      method: 'GET',
      path: '/standards/{pack}/{standard}/template',
      operationId: 'getStandardTemplate',
      tag: 'sources',
      summary: { vi: 'Biểu mẫu Excel của một mô hình', en: 'The workbook to fill in for a standard' },
      resource: 'template',
      formats: ['xlsx'],
      access: 'public',
      handle: async (request) => {
        const { pack, standard: id } = request.params;
        const packs = context.packs();
        const standard = packs.standard(`${pack}/${id}`);
        const today = context.clock.now().toISOString().slice(0, 10);
        return {
          mediaType,
          body: await standardTemplate(packs, standard, request.language, today),
          headers: { 'content-disposition': `attachment; filename="${standard.id}.xlsx"` },
        };
      },
    }),
  ];
}

function standardDocuments(packs: PackSet, { language }: ApiRequest) {
  return packs.packs.flatMap((pack) =>
    pack.standards.map(({ id, title, description, geometry, properties }) => ({
      id: `${pack.id}/${id}`,
      title: title[language],
      description: description?.[language] ?? null,
      pack: pack.title[language],
      geometry: geometry?.types ?? [],
      columns: properties.length,
      template: `/standards/${pack.id}/${id}/template`,
    })),
  );
}

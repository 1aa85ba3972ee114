/** Extensions and shared functions live in `public`; a node's own schema comes before it. */
export function searchPath(schema: string | undefined): string {
  return schema === undefined ? 'public' : `"${schema.replaceAll('"', '""')}",public`;
}

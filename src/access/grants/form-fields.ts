import { actions } from '../model.ts';
import type { GrantInput, ScopeInput } from './check-grant.ts';

/**
 * The fields of the grant form in the shape that programs send: `grantee`, `action.read=on`, `column.LAYER.COLUMN`,
 * `others.LAYER`, `rows.LAYER`, and the rest by its own name. What already is in that shape stays.
 */
export function grantOfFields(fields: Readonly<Record<string, unknown>>): GrantInput {
  if ('collections' in fields || Array.isArray(fields['actions'])) return fields as GrantInput;
  const scopes: Record<string, { columns: Record<string, unknown>; others?: string; rows?: unknown }> = {};
  const scope = (id: string) => (scopes[id] ??= { columns: {} });
  const plain: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    const [kind, layer, ...column] = name.split('.');
    if (kind === 'column' && layer !== undefined) scope(layer).columns[column.join('.')] = value;
    else if (kind === 'others' && layer !== undefined) scope(layer).others = String(value);
    else if (kind === 'rows' && layer !== undefined) scope(layer).rows = value;
    else if (kind !== 'action') plain[name] = value;
  }
  return {
    ...plain,
    actions: actions.filter((action) => fields[`action.${action}`] !== undefined),
    collections: scopes as Record<string, ScopeInput>,
  };
}

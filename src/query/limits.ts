import {
  defaultLimits,
  isArray,
  isBbox,
  isGeometry,
  isInterval,
  isOperation,
  type Limits,
  type Operand,
} from './model.ts';
import { problem } from './problems.ts';

/** Throws Problem `filter-too-large` when the text is longer than allowed. */
export function checkTextLength(text: string, limits: Limits = defaultLimits): void {
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes > limits.textBytes) throw tooLarge('bytes', bytes, limits.textBytes);
}

/** Throws Problem `filter-too-large` when the tree is deeper or has more parts than allowed. */
export function checkSize(root: Operand, limits: Limits = defaultLimits): void {
  let nodes = 0;
  let vertices = 0;
  const visit = (node: Operand, depth: number): void => {
    if (depth > limits.depth) throw tooLarge('depth', depth, limits.depth);
    if (++nodes > limits.nodes) throw tooLarge('nodes', nodes, limits.nodes);
    if (isOperation(node)) node.args.forEach((argument, i) => visitArgument(node.op, i, argument, depth + 1));
    else if (isArray(node)) node.forEach((item) => visit(item, depth + 1));
    else if (isInterval(node)) node.interval.forEach((end) => visit(end, depth + 1));
    else if (isGeometry(node) || isBbox(node)) {
      vertices += isBbox(node) ? 4 : countVertices(node);
      if (vertices > limits.vertices) throw tooLarge('vertices', vertices, limits.vertices);
    }
  };
  const visitArgument = (op: string, index: number, argument: Operand, depth: number): void => {
    if (op !== 'in' || index !== 1 || !isArray(argument)) return visit(argument, depth);
    if (argument.length > limits.listItems) throw tooLarge('IN list', argument.length, limits.listItems);
    argument.forEach((item) => (typeof item === 'object' ? visit(item, depth) : undefined));
  };
  visit(root, 1);
}

export function tooLarge(measure: string, found: number, limit: number) {
  return problem('filter-too-large', { measure, found, limit });
}

/** Counts the positions of a geometry. */
export function countVertices(geometry: { readonly type: string } & object): number {
  if ('geometries' in geometry) {
    return (geometry.geometries as ({ type: string } & object)[]).reduce((sum, part) => sum + countVertices(part), 0);
  }
  const count = (coordinates: unknown): number =>
    !Array.isArray(coordinates) || typeof coordinates[0] === 'number'
      ? 1
      : coordinates.reduce((sum: number, part: unknown) => sum + count(part), 0);
  return 'coordinates' in geometry ? count(geometry.coordinates) : 0;
}

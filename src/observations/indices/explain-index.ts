import { fill, type Messages } from '../../kernel/index.ts';
import type { LegalSource, Text } from '../../packs/index.ts';
import type { IndexDefinition, IndexResult, IndexStep, InsufficientReason, Reduction, ScalePoint } from './model.ts';

/** The computation in words, a line for each step, in both languages; ends with the source. */
export function explainIndex(index: IndexDefinition, result: IndexResult): Text[] {
  const lines = result.steps.flatMap((step) => explainStep(index, step));
  if (result.reason) lines.push(explainReason(index, result.reason));
  if (result.level) {
    const [vi, en] = [result.level.title.vi, result.level.title.en];
    lines.push({
      vi: fill(messages.level, 'vi', { value: result.value!, level: vi }),
      en: fill(messages.level, 'en', { value: result.value!, level: en }),
    });
  }
  return [...lines, ...index.sources.map(sourceLine)];
}

const messages = {
  reduced: { vi: '{name}: {how} = {value}', en: '{name}: {how} = {value}' },
  notReduced: {
    vi: '{name}: không đủ số liệu ({how}; có {found})',
    en: '{name}: too few values ({how}; {found} there)',
  },
  hour: { vi: 'trung bình 1 giờ', en: 'mean of the hour' },
  mean: { vi: 'trung bình {hours} giờ (cần {least})', en: 'mean of {hours} hours ({least} needed)' },
  maximum: { vi: 'lớn nhất trong {hours} giờ (cần {least})', en: 'greatest of {hours} hours ({least} needed)' },
  means: {
    vi: 'lớn nhất của các trung bình {mean} giờ trong {hours} giờ (cần {least})',
    en: 'greatest of the {mean}-hour means of {hours} hours ({least} needed)',
  },
  weighted: {
    vi: 'trung bình có trọng số của {hours} giờ, w = {weight} (cần {least} trong {of} giờ gần nhất)',
    en: 'weighted mean of {hours} hours, w = {weight} ({least} of the newest {of} needed)',
  },
  percent: {
    vi: '{name}: {value} / {whole} (theo {by}) = {result} %',
    en: '{name}: {value} / {whole} (at {by}) = {result} %',
  },
  between: {
    vi: '{name}: {value} {unit} nằm giữa {low} (chỉ số {lowIndex}) và {high} (chỉ số {highIndex}): chỉ số {result}',
    en: '{name}: {value} {unit} lies between {low} (index {lowIndex}) and {high} (index {highIndex}): index {result}',
  },
  beyond: {
    vi: '{name}: {value} {unit} so với {low}: chỉ số {result}',
    en: '{name}: {value} {unit} beside {low}: index {result}',
  },
  dropped: {
    vi: '{name}: {value} {unit} ngoài thang đến {low}: không tính',
    en: '{name}: {value} {unit} is beyond the scale up to {low}: left out',
  },
  arithmetic: {
    vi: 'Nhóm {name}: trung bình cộng của {values} = {result}',
    en: 'Group {name}: arithmetic mean of {values} = {result}',
  },
  geometric: {
    vi: 'Nhóm {name}: trung bình nhân của {values} = {result}',
    en: 'Group {name}: geometric mean of {values} = {result}',
  },
  greatest: { vi: 'Lớn nhất của {values} = {result}', en: 'Greatest of {values} = {result}' },
  groups: { vi: 'Kết hợp các nhóm {values} = {result}', en: 'Groups {values} together = {result}' },
  round: { vi: 'Làm tròn {value} = {result}', en: '{value} rounded = {result}' },
  level: { vi: '{value}: mức {level}', en: '{value}: level {level}' },
  source: { vi: 'Theo {title}', en: 'By {title}' },
  unconfirmed: { vi: 'Theo {title} (chưa kiểm chứng)', en: 'By {title} (unconfirmed)' },
  'no-values': { vi: 'Chưa đủ dữ liệu: không có giá trị nào.', en: 'Insufficient data: no values.' },
  'needed-parameter': {
    vi: 'Chưa đủ dữ liệu: cần ít nhất một trong {names}.',
    en: 'Insufficient data: at least one of {names} is needed.',
  },
  'too-few-groups': {
    vi: 'Chưa đủ dữ liệu: có {found} nhóm thông số, cần {least}.',
    en: 'Insufficient data: {found} groups of parameters, {least} needed.',
  },
  'needed-group': {
    vi: 'Chưa đủ dữ liệu: nhóm {name} có {found} thông số, cần {least}.',
    en: 'Insufficient data: group {name} has {found} parameters, {least} needed.',
  },
} satisfies Messages;

type Key = keyof typeof messages;
/** Both languages at once; a parameter may differ between them. */
function both(key: Key, parameters: Readonly<Record<string, string | number | Text>>): Text {
  const only = (language: 'vi' | 'en') =>
    Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, typeof value === 'object' ? value[language] : value]),
    );
  return { vi: fill(messages[key], 'vi', only('vi')), en: fill(messages[key], 'en', only('en')) };
}

function explainStep(index: IndexDefinition, step: IndexStep): Text[] {
  switch (step.step) {
    case 'reduce':
      return [explainReduction(index, step)];
    case 'percent': {
      const { value, by, whole, result } = step;
      return [both('percent', { name: step.input, value, by, whole: short(whole), result: short(result) })];
    }
    case 'sub-index':
      return [explainSubIndex(index, step)];
    case 'group': {
      const values = step.of.map(({ input, result }) => `${input} ${short(result)}`).join(', ');
      return [both(step.mean, { name: groupTitle(index, step.group), values, result: short(step.result) })];
    }
    case 'combine': {
      const values = step.of.map(({ id, result }) => `${id} ${short(result)}`).join(', ');
      return [both(step.how === 'maximum' ? 'greatest' : 'groups', { values, result: short(step.result) })];
    }
    case 'round':
      return [both('round', { value: short(step.value), result: step.result })];
  }
}

function explainReduction(index: IndexDefinition, step: Extract<IndexStep, { step: 'reduce' }>): Text {
  const name = parameterTitle(index, step.parameter);
  const how = explainHow(step.how, step.weight);
  if (step.value === null) return both('notReduced', { name, how, found: step.used.length });
  return both('reduced', { name, how, value: short(step.value) });
}

function explainHow(how: Reduction, weight: number | undefined): Text {
  switch (how.kind) {
    case 'hour':
    case 'sample':
      return both('hour', {});
    case 'mean':
    case 'maximum':
      return both(how.kind, { hours: how.hours, least: how.least });
    case 'maximum-of-means':
      return both('means', { mean: how.mean, hours: how.hours, least: how.least });
    case 'weighted':
      return both('weighted', { hours: how.hours, of: how.of, least: how.least, weight: short(weight ?? 1) });
  }
}

function explainSubIndex(index: IndexDefinition, step: Extract<IndexStep, { step: 'sub-index' }>): Text {
  const [low, high] = step.points as readonly [ScalePoint, ScalePoint?];
  const name = parameterTitle(index, step.parameter);
  const about = { name, value: short(step.value), unit: step.unit, low: low[0], lowIndex: low[1] };
  if (step.result === null) return both('dropped', about);
  const result = short(step.result);
  return high
    ? both('between', { ...about, high: high[0], highIndex: high[1], result })
    : both('beyond', { ...about, result });
}

/** Why there is no index, in both languages. */
export function explainReason(index: IndexDefinition, why: InsufficientReason): Text {
  switch (why.code) {
    case 'no-values':
      return both('no-values', {});
    case 'needed-parameter': {
      const titles = why.anyOf.map((name) => parameterTitle(index, name));
      const names = { vi: titles.map(({ vi }) => vi).join(', '), en: titles.map(({ en }) => en).join(', ') };
      return both('needed-parameter', { names });
    }
    case 'too-few-groups':
      return both('too-few-groups', { found: why.found, least: why.least });
    case 'needed-group':
      return both('needed-group', { name: groupTitle(index, why.group), found: why.found, least: why.least });
  }
}

function sourceLine({ title, confidence }: LegalSource): Text {
  return both(confidence === 'M' ? 'unconfirmed' : 'source', { title });
}

function parameterTitle(index: IndexDefinition, name: string): Text {
  return index.parameters.find((each) => each.parameter === name)?.title ?? { vi: name, en: name };
}

function groupTitle(index: IndexDefinition, id: string): Text {
  const groups = index.forms.flatMap(({ combine }) => (combine.how === 'groups' ? combine.groups : []));
  return groups.find((group) => group.id === id)?.title ?? { vi: id, en: id };
}

/** Enough digits to follow the computation. */
function short(value: number): number {
  return Math.round(value * 100) / 100;
}

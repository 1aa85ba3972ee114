export interface OperationsData {
  readonly checkedAt: string;
  readonly expectations: readonly {
    readonly id: string;
    readonly state: 'ok' | 'warning' | 'failed';
    readonly since: string | null;
    readonly title: string;
    readonly detail: string;
    readonly href: string | null;
  }[];
  readonly jobs: readonly {
    readonly id: number | string;
    readonly kind: string;
    readonly title: string;
    readonly state: string;
    readonly startedAt: string | null;
    readonly error: string | null;
  }[];
  readonly checks: readonly { readonly name: string; readonly state: string; readonly value: unknown }[];
}

export interface ConformanceData {
  readonly conformsTo: readonly string[];
}

export interface ProblemTypeData {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
}

export interface ApiData {
  readonly href: string;
  readonly operations: readonly {
    readonly method: string;
    readonly path: string;
    readonly summary: string;
    readonly tag: string;
  }[];
}

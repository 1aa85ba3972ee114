export interface AuditData {
  /** Newest first. */
  readonly entries: readonly {
    readonly number: number;
    readonly at: string;
    readonly action: string;
    readonly outcome: string;
    readonly problem?: string;
    readonly who?: string;
    readonly onBehalfOf?: readonly string[];
    readonly resources?: readonly string[];
    readonly target?: string;
    readonly purpose?: string;
    readonly legalBasis?: string;
    readonly address?: string;
    readonly rows?: number;
    /** `times`: how many refusals of strangers one entry stands for. */
    readonly details?: { readonly times?: number };
    /** Fields that were lawfully erased. */
    readonly erased: readonly string[];
  }[];
  /** Names of those who stand in the entries, by id, as far as this reader may know them. */
  readonly names?: Readonly<Record<string, string>>;
  readonly next: number | null;
  /** How many entries wait to be chained. */
  readonly waiting: number;
  readonly sealed: { readonly entry: number; readonly at: string; readonly hash: string; readonly key: string } | null;
  readonly actions: readonly string[];
  readonly outcomes: readonly string[];
}

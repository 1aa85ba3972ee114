/** What a slip does to the values of a span. */
export const adjustmentActions = ['flag', 'shift', 'restore', 'blank'] as const;
export type AdjustmentAction = (typeof adjustmentActions)[number];

/** Draft, waiting for a decision, accepted, rejected, cancelled (Nháp, Chờ duyệt, Chấp nhận, Từ chối, Huỷ). */
export const adjustmentStates = ['draft', 'waiting', 'accepted', 'rejected', 'cancelled'] as const;
export type AdjustmentState = (typeof adjustmentStates)[number];

/** Where each step leads from; what is not named is not possible. */
export const adjustmentSteps = {
  submit: { from: ['draft'], to: 'waiting' },
  accept: { from: ['waiting'], to: 'accepted' },
  reject: { from: ['waiting'], to: 'rejected' },
  cancel: { from: ['draft', 'waiting', 'accepted'], to: 'cancelled' },
} as const satisfies Record<string, { from: readonly AdjustmentState[]; to: AdjustmentState }>;
export type AdjustmentStep = keyof typeof adjustmentSteps;

/** A slip that asks to change stored values of a series (phiếu hiệu chỉnh); both ends of the time are included. */
export interface Adjustment {
  readonly id: number;
  readonly network: string;
  readonly series: number;
  readonly from: string;
  readonly to: string;
  readonly action: AdjustmentAction;
  /** `flag`: the flag to set (QARTOD). */
  readonly flag: number | null;
  /** `shift`: new value = value × factor + offset, in the unit of the series. */
  readonly factor: number | null;
  readonly offset: number | null;
  readonly reason: string;
  readonly state: AdjustmentState;
  /** Values changed when it was accepted; null before. */
  readonly changed: number | null;
}

export interface AdjustmentEvent {
  readonly at: string;
  readonly who: string;
  readonly state: AdjustmentState;
  readonly note: string | null;
}

/** Exit codes of every command (DESIGN, contract with the outside). */
export const exitCodes = { done: 0, failed: 1, wrongUsage: 2, doneWithQuarantine: 3, waitsForPerson: 4 } as const;

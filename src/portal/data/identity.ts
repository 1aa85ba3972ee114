import type { Membership, Role } from '../../kernel/index.ts';

/** What the module `access` gives to the pages of people and organisations. */
export interface SignInData {
  readonly next: string;
  /** What people call the outside provider; null: there is none. */
  readonly outside: string | null;
}

export interface SecondFactorData {
  readonly next: string;
  readonly totp: boolean;
  readonly passkey: boolean;
  /** Some are left. */
  readonly recoveryCodes: boolean;
}

export interface RecoveryCodesData {
  readonly codes: readonly string[];
}

export interface SetUpData {
  readonly code: string;
}

export interface InvitationData {
  readonly code: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly organisation: string;
  readonly organisationCode: string;
  readonly isKnown: boolean;
}

export interface AccountData {
  readonly email: string;
  readonly name: string;
  readonly isVerified: boolean;
  readonly hasPassword: boolean;
  readonly totp: {
    readonly since: string | null;
    readonly begun: { readonly secret: string; readonly address: string; readonly picture: string } | null;
  };
  readonly passkeys: readonly {
    readonly id: string;
    readonly name: string;
    readonly createdAt: string;
    readonly usedAt: string | null;
  }[];
  readonly sessions: readonly {
    readonly id: string;
    readonly authenticatedAt: string;
    readonly seenAt: string;
    readonly address: string;
    readonly agent: string;
    readonly isThis: boolean;
  }[];
  readonly organisations: readonly Membership[];
  /** How many are left. */
  readonly recoveryCodes: number;
  /** A role must have a second factor and the account has none. */
  readonly lacksSecondFactor: boolean;
}

export interface OrganisationEntry {
  readonly code: string;
  readonly name: string;
  readonly parent: string | null;
  readonly successor: string | null;
  readonly succeededOn: string | null;
  readonly runsNode: boolean;
}

export interface OrganisationsData {
  readonly organisations: readonly OrganisationEntry[];
}

export interface MemberData {
  readonly account: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly origin: 'here' | 'outside';
}

export interface KeyData {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly mayWrite: boolean;
  readonly expiresAt: string;
  readonly usedAt: string | null;
}

export interface ClientData {
  readonly id: string;
  readonly name: string;
  readonly kind: 'service' | 'website';
  readonly roles: readonly Role[];
  readonly mayWrite: boolean;
  readonly provesBy: 'secret' | 'key' | 'nothing';
  readonly usedAt: string | null;
}

export interface OrganisationData extends OrganisationEntry {
  readonly administers: boolean;
  readonly members: readonly MemberData[] | null;
  readonly invitations:
    readonly { readonly email: string; readonly roles: readonly Role[]; readonly expiresAt: string }[] | null;
  readonly keys: readonly KeyData[] | null;
  readonly clients: readonly ClientData[] | null;
}

export interface NewSecretData {
  readonly kind: 'key' | 'client';
  readonly organisation: string;
  readonly id: string;
  readonly name: string;
  readonly secret: string | null;
}

export interface LettersData {
  readonly hasMail: boolean;
  readonly letters: readonly {
    readonly id: number;
    readonly recipient: string;
    readonly subject: string;
    readonly text: string;
    readonly createdAt: string;
  }[];
}

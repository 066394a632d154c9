/** How the person proved who they are. */
export type WayIn = 'mail' | 'passkey' | 'oidc-staff' | 'oidc-family';

/** One signed-in browser. Says who it is, never what they may do: rights are read from memberships, so that a change counts at once. */
export interface Session {
  readonly sessionId: string;
  readonly identityId: string;
  /** The verified address, as the person writes it. */
  readonly email: string;
  readonly signedInBy: WayIn;
  /** When a second factor was last shown in this session; absent until then. */
  readonly secondFactorAt?: Date;
  /** The authority the person is working in; absent until they have chosen one. */
  readonly authorityId?: number;
  readonly createdAt: Date;
}

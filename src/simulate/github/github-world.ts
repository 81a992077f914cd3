import type { AuditJournal } from './audit/journal.ts';
import { isAlive } from './authenticate.ts';
import {
  createApp,
  createDeployKey,
  createHook,
  createOauthApp,
  createOrg,
  createRepo,
  createToken,
  createUserKey,
} from './create.ts';
import type { Faults } from './faults.ts';
import type { AppInput, HookInput, LeakInput, OrgInput, RepoInput, TokenInput, UseInput, UseReply } from './inputs.ts';
import { leak } from './leak.ts';
import { makeToken } from './make-token.ts';
import type { Alert, DeployKey, Hook, Installation, OauthApp, Org, Repo, SecretShelf, Token } from './model.ts';
import type { SimulatedGithubOptions } from './server.ts';
import { changedSettings, promptSettings, realSettings, type SettingsChange } from './settings.ts';
import { shelfOf } from './shelf.ts';
import { streamFile } from './stream.ts';
import { useDeployKey, useToken } from './use-token.ts';
import type { Delivery } from './webhooks.ts';
import { makeWorld, type World } from './world.ts';

/** A simulated GitHub seen from inside: make things in it, use tokens, leak them, make it misbehave. */
export class GithubWorld {
  readonly world: World;

  constructor(options: SimulatedGithubOptions) {
    const base = options.timing === 'prompt' ? promptSettings() : realSettings();
    this.world = makeWorld(options.clock, options.seed, changedSettings(base, options.settings ?? {}));
  }

  get journal(): AuditJournal {
    return this.world.journal;
  }

  get faults(): Faults {
    return this.world.faults;
  }

  /** Every delivery of a webhook so far, in order; post them, twice if you like. */
  get deliveries(): readonly Delivery[] {
    return this.world.deliveries;
  }

  configure(change: SettingsChange): void {
    this.world.settings = changedSettings(this.world.settings, change);
  }

  createOrg(input: OrgInput): Org {
    return createOrg(this.world, input);
  }

  createRepo(input: RepoInput): Repo {
    return createRepo(this.world, input);
  }

  createToken(input: TokenInput): Token {
    return createToken(this.world, input);
  }

  /** An app, installed in an organisation. */
  createApp(input: AppInput): Installation {
    return createApp(this.world, input);
  }

  /** A token of an installation, as the app would have got it. */
  createInstallationToken({ app, org }: Installation): Token {
    return makeToken(this.world, {
      kind: 'installation',
      owner: `${app.slug}[bot]`,
      may: app.may,
      reach: [org],
      expiresAt: this.world.clock.now() + 3_600_000,
      app: app.id,
    });
  }

  createOauthApp(name: string): OauthApp {
    return createOauthApp(this.world, name);
  }

  createDeployKey(repo: string, title: string, readOnly: boolean = true): DeployKey {
    return createDeployKey(this.world, repo, title, readOnly);
  }

  /** An SSH key of a user, authorised for single sign-on. Returns its public half. */
  createUserKey(login: string, org: string, title: string): string {
    return createUserKey(this.world, login, org, title);
  }

  createHook(input: HookInput): Hook {
    return createHook(this.world, input);
  }

  /** The box with secrets at a place: `repos/acme/web/actions`. */
  shelf(place: string): SecretShelf {
    return shelfOf(this.world, place);
  }

  /** Somebody uses a token; refused ones leave no trace. */
  useToken(token: Token, use: UseInput): UseReply {
    return useToken(this.world, token, use);
  }

  useDeployKey(key: DeployKey, use: UseInput): UseReply {
    return useDeployKey(this.world, key, use);
  }

  /** Secret scanning finds a secret. */
  leak(input: LeakInput): Alert {
    return leak(this.world, input);
  }

  /** Whether GitHub still takes the token. */
  isAlive(token: Token): boolean {
    return isAlive(this.world, token);
  }

  /** What the audit log stream of an organisation has delivered by now: one JSON object a line, in gzip. */
  streamFile(org: string): { readonly name: string; readonly bytes: Uint8Array } {
    return streamFile(this.world, org);
  }
}

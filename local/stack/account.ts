import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { VaultClock } from '../clock/vault-clock.ts';
import { openSeed, type MakeId } from '../data-directory/deterministic-ids.ts';
import { isFullDisk } from '../data-directory/full-disk.ts';
import { jsonLines } from '../data-directory/json-lines.ts';
import { openPrivateDirectory } from '../data-directory/private-directory.ts';
import { AccessKeys } from '../iam/access-keys.ts';
import { createAuthorizer, rootArn, type Authorizer } from '../iam/authorizer.ts';
import { bucketPolicies, keyPolicies, rolePolicies } from '../iam/policies.ts';
import { SigningKeys } from '../kms/signing-keys.ts';
import { cloudFrontSources } from '../site/distribution.ts';
import { Template } from '../template/template.ts';
import type { Ports } from './ports.ts';

/** What every part of a stack stands on: the resolved template, and who may do what. */
export interface LocalAccount {
	readonly template: Template;
	readonly makeId: MakeId;
	/** The time of functions, buckets, schedules and signatures; sign-in goes by the machine's. */
	readonly clock: VaultClock;
	readonly keys: AccessKeys;
	readonly authorize: Authorizer;
	readonly signingKeys: SigningKeys;
	/** The principal that may do anything. */
	readonly root: string;
}

const ACCOUNT = { region: 'us-east-1', accountId: '000000000000', stackName: 'cloudvault-local' };

export async function openAccount(options: {
	readonly dataDir: string;
	readonly packageDir: string;
	readonly ports: Ports;
	readonly signUp?: 'invited' | 'open' | undefined;
}): Promise<LocalAccount> {
	const { dataDir, packageDir, ports, signUp } = options;
	const file = join(packageDir, 'cloudformation-template-update-stack.json');
	const document: unknown = JSON.parse(await readFile(file, 'utf8'));
	await openPrivateDirectory(dataDir);
	const makeId = await openSeed(dataDir);
	const templateWith = (parameters: Readonly<Record<string, string>>): Template =>
		new Template(document, {
			account: ACCOUNT,
			parameters: {
				SiteOrigin: `http://127.0.0.1:${String(ports.site)}`,
				AlarmEmail: 'alarms@cloudvault.local',
				...(signUp !== undefined && { SignUp: signUp }),
				...parameters,
			},
			makeId,
			queueOrigin: `http://127.0.0.1:${String(ports.messaging)}`,
		});
	// As a deployment does it: the template makes the key, and then takes its public half as a parameter.
	const signingKeys = new SigningKeys(templateWith({}), dataDir);
	const [publicKey = ''] = signingKeys.publicKeys.values();
	const template = templateWith({ DerivativesPublicKeyPem: publicKey });
	const recordCall = jsonLines(join(dataDir, 'iam-calls.jsonl'));
	return {
		template,
		makeId,
		clock: new VaultClock(dataDir),
		keys: new AccessKeys(),
		signingKeys,
		root: rootArn(ACCOUNT.accountId),
		authorize: createAuthorizer({
			accountId: ACCOUNT.accountId,
			roles: rolePolicies(template),
			bucketPolicies: bucketPolicies(template),
			keyPolicies: keyPolicies(template),
			services: cloudFrontSources(template),
			onDecision: ({ principal, action, resource }, isAllowed) => {
				try {
					recordCall({ role: principal, action, resource, isAllowed });
				} catch (error) {
					// What is on a full disk must still be read and deleted: how else would there be room again?
					if (!isFullDisk(error)) throw error;
				}
			},
		}),
	};
}

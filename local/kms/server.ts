import type { Clock } from '../clock/vault-clock.ts';
import type { LocalServer } from '../http/serve.ts';
import type { AccessKeys } from '../iam/access-keys.ts';
import type { Authorizer } from '../iam/authorizer.ts';
import {
	JsonServiceError,
	startJsonService,
	type JsonOperation,
} from '../services/json-service.ts';
import type { Account } from '../template/physical-ids.ts';
import type { SigningKeys } from './signing-keys.ts';

export interface KmsOptions {
	readonly port: number;
	readonly account: Account;
	readonly signingKeys: SigningKeys;
	readonly keys: AccessKeys;
	readonly authorize: Authorizer;
	readonly log: (line: string) => void;
	/** Default: the machine's. */
	readonly clock?: Clock;
}

const ALGORITHM = 'RSASSA_PKCS1_V1_5_SHA_256';

/** KMS as far as it signs: the private key stays in here. */
export function startKms(options: KmsOptions): Promise<LocalServer> {
	return startJsonService({ ...options, operations: { 'TrentService.Sign': signing(options) } });
}

function signing({ account, signingKeys }: KmsOptions): JsonOperation {
	return {
		permission: ({ KeyId }) => ({
			action: 'kms:Sign',
			resource: `arn:aws:kms:${account.region}:${account.accountId}:key/${String(KeyId)}`,
			context: {},
		}),
		run: ({ KeyId, Message, MessageType, SigningAlgorithm }) => {
			if (SigningAlgorithm !== ALGORITHM || MessageType !== 'RAW') {
				throw new JsonServiceError(
					'ValidationException',
					`Only ${ALGORITHM} of RAW is served here.`,
				);
			}
			const message = Buffer.from(String(Message), 'base64');
			const signature = signingKeys.sign(String(KeyId), message);
			if (!signature) throw new JsonServiceError('NotFoundException', 'There is no such key.');
			return { KeyId, SigningAlgorithm, Signature: signature.toString('base64') };
		},
	};
}

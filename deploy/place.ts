import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

/** Where a command works, and as whom. */
export interface Place {
	readonly region: string;
	readonly accountId: string;
	/** The ARN of the person or role whose credentials these are. */
	readonly caller: string;
}

/**
 * Asks AWS whose credentials these are, of the environment or the profile that `AWS_PROFILE` names. Throws a
 * sentence where there is no region, or where AWS lets nobody in by them.
 */
export async function findPlace(given: string | undefined): Promise<Place> {
	const region = given ?? (await regionOfProfile());
	try {
		const { Account = '', Arn = '' } = await new STSClient({ region }).send(
			new GetCallerIdentityCommand(),
		);
		return { region, accountId: Account, caller: Arn };
	} catch (error) {
		throw new Error(refusalOf(error, region), { cause: error });
	}
}

async function regionOfProfile(): Promise<string> {
	try {
		return await new STSClient().config.region();
	} catch (error) {
		throw new Error(
			'Say which region: --region eu-central-1, AWS_REGION, or a region in your profile.',
			{ cause: error },
		);
	}
}

/** By the names that AWS gives its refusals. */
function refusalOf(error: unknown, region: string): string {
	const { name, message } = error instanceof Error ? error : new Error(String(error));
	if (/^(CredentialsProviderError|TokenProviderError)$/.test(name)) {
		return `There are no credentials for AWS: ${message} Sign in by "aws login", "aws sso login" or "aws configure", or name a profile: --profile NAME.`;
	}
	if (name.includes('Expired')) return 'The credentials for AWS have expired. Sign in again.';
	if (/^(InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch)/.test(name)) {
		return `AWS does not take these credentials in ${region} (${name}). The access key may be deleted or mistyped, or the account has not switched the region on.`;
	}
	return `AWS could not be asked in ${region}: ${message}`;
}

export function wordsOf(stage: string, { region, accountId, caller }: Place): string {
	return `Stage ${stage} in ${region}, account ${accountId}, as ${caller}.`;
}

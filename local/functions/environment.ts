import type { AccessKey } from '../iam/access-keys.ts';

export interface EnvironmentOptions {
	/** The `Environment.Variables` of the template. */
	readonly variables: Readonly<Record<string, string>>;
	/** Variables that stand for something that lives elsewhere on this machine. */
	readonly replaced: Readonly<Record<string, string>>;
	readonly functionName: string;
	readonly handler: string;
	readonly bundleDir: string;
	readonly memorySize: number;
	readonly region: string;
	readonly accessKey: AccessKey;
	/** By the SDK's service suffix, e.g. `S3`. */
	readonly endpoints: Readonly<Record<string, string>>;
}

/**
 * Everything a function sees of its surroundings. A replaced variable appears only where the
 * template declares it, so a forgotten one is missing here as it will be on AWS.
 */
export function environmentOf(options: EnvironmentOptions): Record<string, string> {
	const declared = Object.entries(options.variables).map(
		([name, value]) => [name, options.replaced[name] ?? value] as const,
	);
	const endpoints = Object.entries(options.endpoints).map(
		([service, url]) => [`AWS_ENDPOINT_URL_${service}`, url] as const,
	);
	return {
		PATH: process.env.PATH ?? '',
		LANG: 'en_US.UTF-8',
		TZ: ':UTC',
		LAMBDA_TASK_ROOT: options.bundleDir,
		_HANDLER: options.handler,
		AWS_LAMBDA_FUNCTION_NAME: options.functionName,
		AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
		AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(options.memorySize),
		AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${options.functionName}`,
		AWS_LAMBDA_LOG_STREAM_NAME: 'local',
		AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
		AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
		AWS_REGION: options.region,
		AWS_DEFAULT_REGION: options.region,
		AWS_ACCESS_KEY_ID: options.accessKey.accessKeyId,
		AWS_SECRET_ACCESS_KEY: options.accessKey.secretAccessKey,
		...(options.accessKey.sessionToken !== undefined && {
			AWS_SESSION_TOKEN: options.accessKey.sessionToken,
		}),
		...Object.fromEntries(endpoints),
		...Object.fromEntries(declared),
	};
}

import { STSClient } from '@aws-sdk/client-sts';

export interface Question {
	/** As signatures name it. */
	readonly service: string;
	readonly host: string;
	readonly region: string;
	/** The operation, in AWS's JSON protocol. */
	readonly target: string;
}

/** Asks an operation without arguments for which there is no client, signed by the SDK with the usual credentials. */
export async function askJson({ service, host, region, target }: Question): Promise<{
	readonly status: number;
	readonly body: string;
}> {
	const origin = new URL(process.env.AWS_ENDPOINT_URL ?? `https://${host}`);
	const signer = await new STSClient({ region }).config.signer({
		name: 'sigv4',
		signingName: service,
		signingRegion: region,
	} as never);
	const body = '{}';
	const { headers } = await signer.sign({
		method: 'POST',
		protocol: origin.protocol,
		hostname: origin.hostname,
		path: '/',
		query: {},
		headers: {
			host: origin.host,
			'content-type': 'application/x-amz-json-1.0',
			'x-amz-target': target,
		},
		body,
	});
	const answer = await fetch(origin, { method: 'POST', headers, body });
	return { status: answer.status, body: await answer.text() };
}

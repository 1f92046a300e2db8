import { CloudFrontClient, CreateDistributionCommand } from '@aws-sdk/client-cloudfront';
import { DescribeRegionsCommand, EC2Client, paginateDescribeVpcs } from '@aws-sdk/client-ec2';
import { GetRoleCommand, IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import * as v from 'valibot';
import { askJson } from './ask-json.ts';
import type { AccountFacts } from './prerequisites.ts';

/** Where AWS answers about the account as a whole. */
const GLOBAL = 'us-east-1';
/** An id of the right form that no account has: CloudFront never makes what it was asked for. */
const NO_SUCH_CONTROL = 'E00000000000AA';

const planState = v.object({ accountPlanType: v.optional(v.string()) });

/** The real one, with the credentials that the environment or the profile holds. */
export class AwsAccount implements AccountFacts {
	readonly #region: string;

	constructor(region: string) {
		this.#region = region;
	}

	async regionState(): Promise<string | undefined> {
		const { Regions = [] } = await new EC2Client({ region: GLOBAL }).send(
			new DescribeRegionsCommand({ AllRegions: true }),
		);
		return Regions.find(({ RegionName }) => RegionName === this.#region)?.OptInStatus;
	}

	/**
	 * No call of CloudFront's tells it, so this asks for a distribution that it must refuse: its origin names an access
	 * control that does not exist. An account that is not verified is told so instead.
	 */
	async cloudFrontRefusal(): Promise<string | undefined> {
		const command = new CreateDistributionCommand({
			DistributionConfig: {
				CallerReference: 'cloudvault-asks',
				Comment: 'is refused',
				Enabled: false,
				Origins: {
					Quantity: 1,
					Items: [
						{
							Id: 'none',
							DomainName: 'none.s3.us-east-1.amazonaws.com',
							OriginAccessControlId: NO_SUCH_CONTROL,
							S3OriginConfig: { OriginAccessIdentity: '' },
						},
					],
				},
				DefaultCacheBehavior: { TargetOriginId: 'none', ViewerProtocolPolicy: 'https-only' },
			},
		});
		try {
			await new CloudFrontClient({ region: GLOBAL }).send(command);
		} catch (error) {
			if (error instanceof Error && error.message.includes('must be verified'))
				return error.message;
		}
		return undefined;
	}

	async concurrency(): Promise<number> {
		const client = new LambdaClient({ region: this.#region });
		const { AccountLimit } = await client.send(new GetAccountSettingsCommand());
		if (AccountLimit?.ConcurrentExecutions === undefined) throw new Error('Lambda tells no limit.');
		return AccountLimit.ConcurrentExecutions;
	}

	/** The SDK's client for this one question is no package of its own everywhere, so the question is signed here. */
	async plan(): Promise<string | undefined> {
		const { status, body } = await askJson({
			service: 'freetier',
			host: 'freetier.us-east-1.api.aws',
			region: GLOBAL,
			target: 'AWSFreeTierService.GetAccountPlanState',
		});
		if (status === 200) return v.parse(planState, JSON.parse(body)).accountPlanType;
		if (body.includes('ResourceNotFoundException')) return undefined;
		throw new Error(`AWS answers ${String(status)}: ${body}`);
	}

	async hasRoleOfRds(): Promise<boolean> {
		try {
			await new IAMClient({ region: GLOBAL }).send(
				new GetRoleCommand({ RoleName: 'AWSServiceRoleForRDS' }),
			);
			return true;
		} catch (error) {
			if (error instanceof NoSuchEntityException) return false;
			throw error;
		}
	}

	async networks(): Promise<{ readonly used: number; readonly quota: number }> {
		const region = this.#region;
		const quotas = new ServiceQuotasClient({ region });
		const { Quota } = await quotas.send(
			new GetServiceQuotaCommand({ ServiceCode: 'vpc', QuotaCode: 'L-F678F1CE' }),
		);
		let used = 0;
		for await (const { Vpcs = [] } of paginateDescribeVpcs(
			{ client: new EC2Client({ region }) },
			{},
		)) {
			used += Vpcs.length;
		}
		if (Quota?.Value === undefined) throw new Error('AWS tells no quota.');
		return { used, quota: Quota.Value };
	}
}

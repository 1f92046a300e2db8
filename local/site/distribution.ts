import * as v from 'valibot';
import type { Template } from '../template/template.ts';

/** How CloudFront answers the paths of one pattern. */
export interface Behaviour {
	/** Logical name of its `ResponseHeadersPolicy`. */
	readonly headersPolicyId: string;
	/** The bucket its objects are in. */
	readonly bucket: string;
	/** Public keys in PEM by key pair id; absent where no signature is needed. */
	readonly trustedKeys?: ReadonlyMap<string, string>;
}

export interface Distribution {
	readonly standard: Behaviour;
	behaviourOf(pathname: string): Behaviour;
}

export const CLOUDFRONT = 'cloudfront.amazonaws.com';

const BehaviourSchema = v.object({
	TargetOriginId: v.string(),
	ResponseHeadersPolicyId: v.string(),
	TrustedKeyGroups: v.optional(v.array(v.string())),
});
const DistributionSchema = v.object({
	DistributionConfig: v.object({
		Origins: v.array(v.object({ Id: v.string(), DomainName: v.string() })),
		DefaultCacheBehavior: BehaviourSchema,
		CacheBehaviors: v.optional(
			v.array(v.object({ ...BehaviourSchema.entries, PathPattern: v.string() })),
			[],
		),
	}),
});
const KeyGroupSchema = v.object({ KeyGroupConfig: v.object({ Items: v.array(v.string()) }) });
const PublicKeySchema = v.object({ PublicKeyConfig: v.object({ EncodedKey: v.string() }) });

/** The template's distribution. */
export function readDistribution(template: Template): Distribution {
	const { properties } = template.resource('AWS::CloudFront::Distribution');
	const { DistributionConfig: config } = v.parse(DistributionSchema, properties);
	const bucketOf = (originId: string): string => {
		const host = config.Origins.find(({ Id }) => Id === originId)?.DomainName;
		const bucket = template
			.resources('AWS::S3::Bucket')
			.find(({ attributes }) => attributes.RegionalDomainName === host);
		if (!bucket) throw new Error(`The distribution's origin ${originId} is no bucket of ours`);
		return bucket.ref;
	};
	const behaviour = (declared: v.InferOutput<typeof BehaviourSchema>): Behaviour => ({
		headersPolicyId: declared.ResponseHeadersPolicyId,
		bucket: bucketOf(declared.TargetOriginId),
		...(declared.TrustedKeyGroups && {
			trustedKeys: new Map(declared.TrustedKeyGroups.flatMap((id) => keysOf(template, id))),
		}),
	});
	const standard = behaviour(config.DefaultCacheBehavior);
	const special = config.CacheBehaviors.map((declared) => ({
		pattern: globPattern(declared.PathPattern),
		behaviour: behaviour(declared),
	}));
	return {
		standard,
		behaviourOf: (pathname) =>
			special.find(({ pattern }) => pattern.test(pathname))?.behaviour ?? standard,
	};
}

function keysOf(template: Template, keyGroupId: string): (readonly [string, string])[] {
	const group = template
		.resources('AWS::CloudFront::KeyGroup')
		.find(({ ref }) => ref === keyGroupId);
	const { Items } = v.parse(KeyGroupSchema, group?.properties).KeyGroupConfig;
	return template
		.resources('AWS::CloudFront::PublicKey')
		.filter(({ ref }) => Items.includes(ref))
		.map(({ ref, properties }) => [
			ref,
			v.parse(PublicKeySchema, properties).PublicKeyConfig.EncodedKey,
		]);
}

/** `*` is any text and `?` any one character, in paths and in the resources of policies alike. */
export function globPattern(glob: string): RegExp {
	const source = glob
		.replaceAll(/[^*?\w]/g, '\\$&')
		.replaceAll('*', '.*')
		.replaceAll('?', '.');
	return new RegExp(`^${source}$`, 's');
}

/** What CloudFront tells a bucket about whom it comes for, by the name of the service. */
export function cloudFrontSources(
	template: Template,
): ReadonlyMap<string, Readonly<Record<string, string>>> {
	const { accountId } = template.account;
	return new Map(
		template.resources('AWS::CloudFront::Distribution').map(({ ref }) => [
			CLOUDFRONT,
			{
				'aws:SourceArn': `arn:aws:cloudfront::${accountId}:distribution/${ref}`,
				'aws:SourceAccount': accountId,
			},
		]),
	);
}

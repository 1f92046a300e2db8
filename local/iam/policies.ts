import * as v from 'valibot';
import type { Resource, Template } from '../template/template.ts';

/** A policy document as IAM reads it; the simulator checks what is inside. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

export interface NamedPolicy {
	readonly name: string;
	readonly policy: PolicyDocument;
}

const InlinePolicies = v.optional(
	v.array(v.object({ PolicyName: v.string(), PolicyDocument: v.record(v.string(), v.unknown()) })),
	[],
);
const AttachedPolicy = v.object({
	PolicyName: v.string(),
	PolicyDocument: v.record(v.string(), v.unknown()),
	Roles: v.optional(v.array(v.string()), []),
});
const BucketPolicy = v.object({
	Bucket: v.string(),
	PolicyDocument: v.record(v.string(), v.unknown()),
});

const ManagedPolicy = v.object({ PolicyDocument: v.record(v.string(), v.unknown()) });
const ManagedPolicyArns = v.optional(v.array(v.string()), []);

/**
 * The policies of every role in the template, by role ARN: its own and those attached to it.
 * AWS's managed policies are left out: the ones a function needs concern logs and network interfaces.
 */
export function rolePolicies(template: Template): ReadonlyMap<string, readonly NamedPolicy[]> {
	const attached = template
		.resources('AWS::IAM::Policy')
		.map((each) => v.parse(AttachedPolicy, each.properties));
	const managed = new Map(
		template
			.resources('AWS::IAM::ManagedPolicy')
			.map((each) => [each.ref, v.parse(ManagedPolicy, each.properties).PolicyDocument]),
	);
	const policiesOf = (role: Resource): NamedPolicy[] => [
		...v
			.parse(InlinePolicies, role.properties.Policies)
			.map((each) => ({ name: each.PolicyName, policy: each.PolicyDocument })),
		...attached
			.filter((each) => each.Roles.includes(role.ref))
			.map((each) => ({ name: each.PolicyName, policy: each.PolicyDocument })),
		...v.parse(ManagedPolicyArns, role.properties.ManagedPolicyArns).flatMap((arn) => {
			const policy = managed.get(arn);
			return policy ? [{ name: arn, policy }] : [];
		}),
	];
	return new Map(
		template
			.resources('AWS::IAM::Role')
			.map((role) => [role.attributes.Arn ?? role.ref, policiesOf(role)]),
	);
}

const KeyPolicy = v.object({ KeyPolicy: v.record(v.string(), v.unknown()) });

/** The policy of every key of KMS, by its ARN: without it not even the account may use a key. */
export function keyPolicies(template: Template): ReadonlyMap<string, PolicyDocument> {
	return new Map(
		template
			.resources('AWS::KMS::Key')
			.map((each) => [each.attributes.Arn ?? '', v.parse(KeyPolicy, each.properties).KeyPolicy]),
	);
}

/** The policy of every bucket that has one, by bucket name. */
export function bucketPolicies(template: Template): ReadonlyMap<string, PolicyDocument> {
	return new Map(
		template.resources('AWS::S3::BucketPolicy').map((each) => {
			const { Bucket, PolicyDocument } = v.parse(BucketPolicy, each.properties);
			return [Bucket, PolicyDocument];
		}),
	);
}

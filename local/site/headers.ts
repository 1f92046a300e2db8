import * as v from 'valibot';
import type { Template } from '../template/template.ts';

const Overridable = { Override: v.optional(v.boolean()) };
const PolicySchema = v.object({
	ResponseHeadersPolicyConfig: v.object({
		SecurityHeadersConfig: v.optional(
			v.object({
				ContentSecurityPolicy: v.optional(
					v.object({ ...Overridable, ContentSecurityPolicy: v.string() }),
				),
				StrictTransportSecurity: v.optional(
					v.object({
						...Overridable,
						AccessControlMaxAgeSec: v.union([v.number(), v.string()]),
						IncludeSubdomains: v.optional(v.boolean(), false),
						Preload: v.optional(v.boolean(), false),
					}),
				),
				ContentTypeOptions: v.optional(v.object(Overridable)),
				FrameOptions: v.optional(v.object({ ...Overridable, FrameOption: v.string() })),
				ReferrerPolicy: v.optional(v.object({ ...Overridable, ReferrerPolicy: v.string() })),
			}),
			{},
		),
		CustomHeadersConfig: v.optional(
			v.object({ Items: v.array(v.object({ Header: v.string(), Value: v.string() })) }),
			{ Items: [] },
		),
	}),
});

/**
 * The headers CloudFront would add to every answer by a `ResponseHeadersPolicy`, by lower-case name.
 * Addresses that AWS would give are replaced by the ones things have on this machine.
 */
export function policyHeaders(
	template: Template,
	policyId: string,
	localAddresses: ReadonlyMap<string, string>,
): Record<string, string> {
	const policy = template
		.resources('AWS::CloudFront::ResponseHeadersPolicy')
		.find(({ ref }) => ref === policyId);
	if (!policy) throw new Error(`The template declares no headers policy ${policyId}`);
	const { ResponseHeadersPolicyConfig: config } = v.parse(PolicySchema, policy.properties);
	const security = config.SecurityHeadersConfig;
	const transport = security.StrictTransportSecurity;
	const declared: Record<string, string | undefined> = {
		'content-security-policy': security.ContentSecurityPolicy?.ContentSecurityPolicy,
		'strict-transport-security': transport && strictTransport(transport),
		'x-content-type-options': security.ContentTypeOptions && 'nosniff',
		'x-frame-options': security.FrameOptions?.FrameOption,
		'referrer-policy': security.ReferrerPolicy?.ReferrerPolicy,
		...Object.fromEntries(
			config.CustomHeadersConfig.Items.map((each) => [each.Header.toLowerCase(), each.Value]),
		),
	};
	return Object.fromEntries(
		Object.entries(declared).flatMap(([name, value]) =>
			value === undefined ? [] : [[name, replaceAll(value, localAddresses)]],
		),
	);
}

function strictTransport(declared: {
	readonly AccessControlMaxAgeSec: number | string;
	readonly IncludeSubdomains: boolean;
	readonly Preload: boolean;
}): string {
	return [
		`max-age=${String(declared.AccessControlMaxAgeSec)}`,
		...(declared.IncludeSubdomains ? ['includeSubDomains'] : []),
		...(declared.Preload ? ['preload'] : []),
	].join('; ');
}

function replaceAll(text: string, replacements: ReadonlyMap<string, string>): string {
	return [...replacements].reduce((result, [from, to]) => result.replaceAll(from, to), text);
}

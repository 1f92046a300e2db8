import type { StandardDiagnostic } from '@aws/cloudformation-validate';
import { describe, expect, it } from 'vitest';
import { schemaFindings } from './opinions.ts';
import { TEMPLATE_FILE } from './template.ts';

/** Findings we live with, each with the reason; `on` is a logical id, or nothing for any. */
const ACCEPTED: readonly { rule: string; on?: string; because: string }[] = [
	{
		rule: 'W3005',
		because: 'the framework writes DependsOn beside a reference; it says the same thing twice',
	},
	{
		rule: 'E9006',
		on: 'Database',
		because:
			'RDS takes the release 8.4 and picks the newest 8.4.x; the list has exact numbers only',
	},
];

/** In both, as the rules read a branch that is not taken as well, and an empty ARN is too short to them. */
const BOUNDARY = {
	PermissionsBoundaryArn:
		'arn:aws:iam::123456789012:policy/github-cloudvault-dev-us-east-1-boundary',
};

/** The two shapes a stage can have: every other condition is true in one of them and false in the other. */
const STAGES: Readonly<Record<string, Record<string, string>>> = {
	'a small stage without a domain': { ...BOUNDARY, Zones: '1' },
	'production with a domain and a firewall': {
		...BOUNDARY,
		Zones: '2',
		SiteOrigin: 'https://vault.example.com',
		SiteDomain: 'vault.example.com',
		SiteCertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/0-1',
		SiteWebAclArn: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/vault/0-1',
		DatabaseClass: 'db.t4g.medium',
		AlarmEmail: 'owner@example.com',
		DerivativesPublicKeyPem: '-----BEGIN PUBLIC KEY-----',
	},
};

function isAccepted({ ruleId, entity }: StandardDiagnostic): boolean {
	return ACCEPTED.some(
		({ rule, on }) => rule === ruleId && (on === undefined || on === entity?.logicalId),
	);
}

describe.each(Object.entries(STAGES))('%s', (_, parameters) => {
	it("agrees with AWS's schemas and rules, but for what is accepted with a reason", () => {
		const findings = schemaFindings(TEMPLATE_FILE, parameters)
			.filter((diagnostic) => !isAccepted(diagnostic))
			.map(({ ruleId, entity, message }) => `${ruleId} ${entity?.logicalId ?? ''}: ${message}`);

		expect(findings).toEqual([]);
	});

	it('still needs everything that was accepted', () => {
		const diagnostics = schemaFindings(TEMPLATE_FILE, parameters);

		const unused = ACCEPTED.filter(
			({ rule, on }) =>
				!diagnostics.some(
					({ ruleId, entity }) => ruleId === rule && (on === undefined || on === entity?.logicalId),
				),
		);

		expect(unused).toEqual([]);
	});
});

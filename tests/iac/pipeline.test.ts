import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mutate } from './check.ts';
import { pipelineBoundaryChecks } from './checks/pipeline-boundary.ts';
import { pipelineMakesChecks } from './checks/pipeline-makes.ts';
import { pipelineRightsChecks } from './checks/pipeline-rights.ts';
import { pipelineTrustChecks } from './checks/pipeline-trust.ts';
import { describeChecks } from './describe-checks.ts';
import { nagFindings, schemaFindings } from './opinions.ts';
import { PARAMETERS, PIPELINE_FILE, readPipeline } from './pipeline.ts';
import { decided } from './stage.ts';

const template = readPipeline();

describe('the pipeline', () => {
	describeChecks(template, [
		...pipelineTrustChecks,
		...pipelineRightsChecks,
		...pipelineMakesChecks,
		...pipelineBoundaryChecks,
	]);
});

describe('the outside opinions on the pipeline', () => {
	it.each([
		['with an identity provider of its own', PARAMETERS],
		[
			'with the one that the account has',
			{ ...PARAMETERS, ProviderArn: 'arn:aws:iam::123456789012:oidc-provider/github' },
		],
	])("agree with AWS's schemas and rules %s", (_, parameters) => {
		expect(schemaFindings(PIPELINE_FILE, parameters)).toEqual([]);
	});

	it("include one that hears of what AWS's schemas do not know", () => {
		const folder = mkdtempSync(join(tmpdir(), 'pipeline-'));
		const file = join(folder, 'template.json');
		const wrong = mutate(template, { path: 'PlanRole.Properties.RoleNames', to: 'plan' });
		writeFileSync(file, JSON.stringify(wrong));

		const findings = schemaFindings(file, PARAMETERS);
		rmSync(folder, { recursive: true });

		expect(findings).not.toEqual([]);
	});

	it('find nothing but wildcards, which the checks above ask IAM about one by one', () => {
		const rules = nagFindings(decided(template, PARAMETERS)).map(({ rule }) => rule);

		expect(new Set(rules)).toEqual(new Set(['AwsSolutions-IAM5']));
	});

	it("include one that hears of AWS's own, wide policies", () => {
		const path = 'PlanRole.Properties.ManagedPolicyArns.2';
		const wide = mutate(template, { path, to: 'arn:aws:iam::aws:policy/ReadOnlyAccess' });

		const found = nagFindings(decided(wide, PARAMETERS));

		expect(found.map(({ rule }) => rule)).toContain('AwsSolutions-IAM4');
	});
});

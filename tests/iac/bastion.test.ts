import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { schemaFindings } from './opinions.ts';
import { at, everyValue, readTemplate, resourcesOf, text, type Template } from './template.ts';

const FILE = 'deploy/bastion.yml';
/** The tags of CloudFormation's short forms are left out: a reference reads as the name it refers to. */
const bastion = parse(readFileSync(FILE, 'utf8'), { logLevel: 'silent' }) as Template;
const stage = readTemplate();

describe('the bastion', () => {
	it("agrees with AWS's schemas and rules", () => {
		const findings = schemaFindings(FILE, { Stage: 'dev' });

		expect(findings.map(({ ruleId, message }) => `${ruleId} ${message}`)).toEqual([]);
	}, 120_000); // the rules are compiled first

	it('stands on what the stage hands out under that name, and on all of it', () => {
		const imported = [...everyValue(bastion.Resources as never)]
			.map((value) => at(value, 'Fn::ImportValue'))
			.filter((name) => name !== undefined)
			.map((name) => text(name).replace('${Stage}', 'dev'));
		const exported = Object.values(stage.Outputs)
			.map((output) => text(at(output, 'Export.Name')))
			.filter((name) => name.startsWith('cloudvault-'));

		expect([...new Set(imported)].sort()).toEqual(exported.sort());
	});

	it('leads from the endpoint over the host to the proxy and the database, and nowhere else', () => {
		const ways = resourcesOf(bastion, 'AWS::EC2::SecurityGroupEgress').map(
			([id, { Properties }]) => {
				const to = at(Properties, 'DestinationSecurityGroupId');
				return [
					id,
					at(Properties, 'GroupId'),
					at(to, 'Fn::ImportValue') ?? to,
					at(Properties, 'ToPort'),
				];
			},
		);

		expect(ways).toEqual([
			['EndpointToHost', 'EndpointSecurityGroup', 'HostSecurityGroup', 22],
			['HostToProxy', 'HostSecurityGroup', 'cloudvault-${Stage}-proxy', 3306],
			['HostToDatabase', 'HostSecurityGroup', 'cloudvault-${Stage}-database', 3306],
		]);
		for (const [, { Properties }] of resourcesOf(bastion, 'AWS::EC2::SecurityGroup')) {
			expect(at(Properties, 'SecurityGroupEgress.0.CidrIp')).toBe('255.255.255.255/32');
			expect(at(Properties, 'SecurityGroupIngress')).toBeUndefined();
		}
	});

	// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/eice-security-groups.html
	it('has callers come from the endpoint, whose group the host lets in, and not from their own address', () => {
		const [endpoint] = resourcesOf(bastion, 'AWS::EC2::InstanceConnectEndpoint');

		expect(at(endpoint?.[1].Properties, 'PreserveClientIp')).toBe(false);
	});

	it('lends the host nothing that could be stolen from it', () => {
		const [host] = resourcesOf(bastion, 'AWS::EC2::Instance');

		expect(at(host?.[1].Properties, 'MetadataOptions.HttpTokens')).toBe('required');
		expect(text(host?.[1].Properties)).not.toMatch(/IamInstanceProfile|KeyName|Public|UserData/);
	});
});

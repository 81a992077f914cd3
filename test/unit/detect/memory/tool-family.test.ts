import { describe, expect, it } from 'vitest';
import { toolOf } from '../../../../src/detect/memory/tool-family.ts';

describe('tool families', () => {
  it.each([
    ['aws-cli/2.36.32 md/awscrt#0.20 md/command#sts.get-caller-identity', 'aws-cli'],
    ['[aws-cli/1.27.74 Python/3.10.6 Linux/5.19]', 'aws-cli'],
    ['Boto3/1.26.165 Python/3.10.6 Linux/5.19.0-46-generic Botocore/1.29.165', 'boto3'],
    ['aws-sdk-go-v2/1.17.0 os/linux lang/go/1.18.10', 'aws-sdk-go-v2'],
    ['aws-sdk-go/1.41.4 (go1.18.3; linux; amd64) amazon-ssm-agent/', 'amazon-ssm-agent'],
    ['APN/1.0 HashiCorp/1.0 Terraform/1.1.2 (+https://www.terraform.io)', 'terraform'],
    ['Pulumi/3.0 (go)', 'pulumi'],
    ['Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:102.0) Gecko/20100101', 'browser'],
    ['[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.488]', 's3console'],
    ['curl/8.5.0', 'curl'],
    ['python-requests/2.32.0', 'python-requests'],
    ['red-team-tool_39f95f43-cd2f-4beb-b69e-be60b6fe1f57', 'red-team-tool'],
    ['AWS Internal', 'aws internal'],
    ['git/2.39.1', 'git'],
    ['', ''],
  ])('%s is %s', (agent, family) => {
    expect(toolOf(agent).family).toBe(family);
  });

  it('knows infrastructure tools by name, not by the letters in other names', () => {
    expect(toolOf('x/1 terraform/1.9').infrastructure).toBe(true);
    expect(toolOf('terraformer/1.0').infrastructure).toBe(false);
    expect(toolOf('boto3/1.0').infrastructure).toBe(false);
  });

  it('keeps names of callers short', () => {
    expect(toolOf('z'.repeat(5000)).family.length).toBeLessThanOrEqual(40);
  });

  it('is the same for every version and run', () => {
    const families = ['tool/1.2.3', 'tool/9.0 (linux)', 'tool-20240102030405/1', 'tool_0123456789abcdef0123/2'].map(
      (agent) => toolOf(agent).family,
    );

    expect(new Set(families)).toEqual(new Set(['tool']));
  });
});

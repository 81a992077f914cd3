import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readSource } from './support/source-files.ts';

const PACKAGE = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
  optionalDependencies: z.record(z.string(), z.string()),
});
const LOCK = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      hasInstallScript: z.boolean().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

const manifest = PACKAGE.parse(JSON.parse(readSource('package.json')));
const { packages } = LOCK.parse(JSON.parse(readSource('package-lock.json')));
const locked = Object.entries(packages).filter(([path]) => path !== '');
const direct = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };

/** Tools whose binaries come as one optional package a platform. */
const NATIVE = [
  '@biomejs/biome',
  '@swc/core',
  'oxlint',
  'oxlint-tsgolint',
  'typescript',
  'oxc-parser',
  'oxc-resolver',
  'rolldown',
];

describe('lockfile', () => {
  it('pins every direct dependency to one exact version', () => {
    expect(Object.entries(direct).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it('has the version that package.json asks for', () => {
    const differing = Object.entries(direct).filter(
      ([name, want]) => packages[`node_modules/${name}`]?.version !== want,
    );
    expect(differing).toEqual([]);
  });

  // npm ci refuses a lockfile that lacks one, even one for another platform.
  it.each(NATIVE)('holds all platform packages of %s', (name) => {
    const wanted = Object.entries(packages[`node_modules/${name}`]?.optionalDependencies ?? {});
    expect(wanted.length).toBeGreaterThan(3);
    const missing = wanted.filter(([platform]) => packages[`node_modules/${platform}`] === undefined);
    expect(missing).toEqual([]);
  });

  it('has a checksum for every package and names no place to fetch it from', () => {
    expect(locked.filter(([, one]) => one.integrity === undefined).map(([path]) => path)).toEqual([]);
    expect(locked.filter(([, one]) => one.resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  it('knows every package with an install script: each runs other people’s code at install time', () => {
    const { allowScripts } = z
      .object({ allowScripts: z.record(z.string(), z.boolean()) })
      .parse(JSON.parse(readSource('package.json')));
    const scripted = locked
      .filter(([, one]) => one.hasInstallScript === true)
      .map(([path]) => path.replace(/^.*node_modules\//, ''));
    // Of another platform and never installed here.
    const elsewhere = ['fsevents'];
    expect(scripted.filter((name) => !(name in allowScripts) && !elsewhere.includes(name))).toEqual([]);
  });
});

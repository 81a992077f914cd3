import type { Connector } from './core/connector.ts';
import type { DetectorInfo } from './core/detector.ts';

/** Checks the shape of a connector where it is written. */
export function defineConnector(connector: Connector): Connector {
  return connector;
}

/** Checks the shape of a detector's description where it is written. */
export function defineDetectorInfo(info: DetectorInfo): DetectorInfo {
  return info;
}

export { App } from './app/app.ts';
export { type ScanOptions, type ScanResult, scan } from './app/scan.ts';
export { openDatabase } from './app/setup/database.ts';
export type { Surroundings } from './app/surroundings.ts';
export { type Daemon, type DaemonOptions, openDaemon } from './app/watch/daemon.ts';
export type { ActionDeclaration, ActionPerformer } from './core/action.ts';
export type { Connector, ConnectorActor, ConnectorReader, RecordFormat, Source } from './core/connector.ts';
export { AppError } from './core/errors.ts';
export type { Normalized, UsageEvent } from './core/event.ts';
export type { Finding } from './core/finding.ts';
export type { Incident } from './core/incident.ts';
export type { EventQuery, EventRow, Store } from './core/ports.ts';
export { Secret } from './core/secret.ts';
export type { AlertSink } from './core/sink.ts';
export type { System } from './core/system.ts';

// Opens BPMN files with bpmn-moddle, the reader and writer of bpmn.io and of the Camunda Modeler, changes them as someone
// at such a modeller would, and saves them:  node modeller.mjs OUTPUT_FOLDER FILE...
// Prints for each file what bpmn-moddle warned about, and how much was changed, as JSON.
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { BpmnModdle } from 'bpmn-moddle';

const [output, ...files] = process.argv.slice(2);
const moddle = new BpmnModdle();

/** Everything is dragged to another place; pools grow, labels too. */
function move(planes) {
  let moved = 0;
  for (const plane of planes) {
    for (const drawn of plane.planeElement) {
      for (const box of [drawn.bounds, drawn.label?.bounds].filter(Boolean)) {
        box.x += 40;
        box.y += 25;
        box.width += 2;
        moved += 1;
      }
      for (const point of drawn.waypoint ?? []) {
        point.x += 41;
        point.y += 25;
        moved += 1;
      }
    }
  }
  return moved;
}

/** Names are mended; the modellers of Camunda leave their mark. */
function rename(process) {
  const attributes = { 'camunda:historyTimeToLive': '180', 'camunda:versionTag': '1' };
  Object.assign(process.$attrs, attributes);
  let renamed = 0;
  for (const element of process.flowElements) {
    if (element.$type === 'bpmn:UserTask') {
      element.name = `${element.name} (neu)`;
      element.$attrs['camunda:candidateGroups'] = 'reviewers';
      renamed += 1;
    }
    if (element.$type === 'bpmn:ServiceTask') {
      const definition = moddle.createAny('zeebe:taskDefinition', 'http://camunda.org/schema/zeebe/1.0', { type: 'x' });
      element.extensionElements = moddle.create('bpmn:ExtensionElements', { values: [definition] });
    }
  }
  return renamed;
}

/** What one puts beside a procedure: a note, a paper, a closed pool with a message. */
function annotate(definitions, process, plane) {
  const [collaboration] = definitions.rootElements.filter((element) => element.$type === 'bpmn:Collaboration');
  const step = process.flowElements.find((element) => element.$type === 'bpmn:UserTask');
  const text = moddle.create('bpmn:TextAnnotation', { id: 'TextAnnotation_0aw1x2y', text: 'see the handbook' });
  const line = moddle.create('bpmn:Association', { id: 'Association_1b', sourceRef: step, targetRef: text });
  process.artifacts = [...(process.artifacts ?? []), text, line];
  const paper = moddle.create('bpmn:DataObject', { id: 'DataObject_0p' });
  const shown = moddle.create('bpmn:DataObjectReference', { id: 'DataObjectReference_1p', name: 'Plan', dataObjectRef: paper });
  process.flowElements.push(paper, shown);
  draw(plane, text, { x: 300, y: -80, width: 100, height: 30 });
  draw(plane, shown, { x: 420, y: -80, width: 36, height: 50 });
  if (!collaboration) return;
  const pool = moddle.create('bpmn:Participant', { id: 'Participant_1bank', name: 'Bank' });
  const message = moddle.create('bpmn:MessageFlow', { id: 'Flow_0msg', sourceRef: step, targetRef: pool });
  collaboration.participants.push(pool);
  collaboration.messageFlows = [message];
  draw(plane, pool, { x: 100, y: -220, width: 600, height: 60 });
}

function draw(plane, element, box) {
  const bounds = moddle.create('dc:Bounds', box);
  plane.planeElement.push(moddle.create('bpmndi:BPMNShape', { id: `${element.id}_di`, bpmnElement: element, bounds }));
}

/** Some modellers write all flows after all steps. */
function reorder(process) {
  const isFlow = (element) => element.$type === 'bpmn:SequenceFlow';
  process.flowElements.sort((a, b) => isFlow(a) - isFlow(b));
}

const told = {};
for (const file of files) {
  const { rootElement: definitions, warnings } = await moddle.fromXML(await readFile(file, 'utf8'));
  const [process] = definitions.rootElements.filter((element) => element.$type === 'bpmn:Process');
  const planes = (definitions.diagrams ?? []).map((diagram) => diagram.plane);
  const moved = move(planes);
  const renamed = rename(process);
  if (planes.length) annotate(definitions, process, planes[0]);
  reorder(process);
  definitions.exporter = 'Camunda Modeler';
  definitions.exporterVersion = '5.30.0';
  definitions.$attrs['xmlns:camunda'] = 'http://camunda.org/schema/1.0/bpmn';
  definitions.$attrs['xmlns:zeebe'] = 'http://camunda.org/schema/zeebe/1.0';
  definitions.$attrs['xmlns:modeler'] = 'http://camunda.org/schema/modeler/1.0';
  definitions.$attrs['modeler:executionPlatform'] = 'Camunda Platform';
  const { xml } = await moddle.toXML(definitions, { format: true });
  await writeFile(join(output, basename(file)), xml, 'utf8');
  told[basename(file)] = { warnings: warnings.map((warning) => warning.message), moved, renamed };
}
console.log(JSON.stringify(told));

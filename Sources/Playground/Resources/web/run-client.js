// One run of a program on the server: sends it and hands on what happens, event by event.

/**
 * `program`: `{language, source, mode, stdin}`. `received(event)` gets each event of the server, and at the end always
 * one with the name `done`, or `lost` when the connection ended before.
 * Returns a function that stops the run.
 */
export function startRun(address, program, received) {
  let isOver = false;
  const finish = (event) => {
    if (isOver) return;
    isOver = true;
    received(event);
    socket.close();
  };
  const socket = new WebSocket(address);
  socket.onopen = () => socket.send(JSON.stringify(program));
  socket.onclose = () => finish({ event: 'lost' });
  socket.onmessage = ({ data }) => {
    let event;
    try {
      event = JSON.parse(data);
    } catch {
      return;
    }
    if (event.event === 'done') finish(event);
    else if (!isOver) received(event);
  };
  return () => finish({ event: 'stopped' });
}

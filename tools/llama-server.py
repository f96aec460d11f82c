"""llama.cpp's HTTP server on 127.0.0.1, in the foreground: llama-server.py MODEL.gguf PORT"""

import os
import signal
import sys
import threading

import xllamacpp


def parameters(model, port):
    p = xllamacpp.CommonParams()
    p.model.path = model
    p.model_alias = {"smollm2"}
    p.hostnames = ["127.0.0.1"]
    p.port = port
    # One thread: two wait for each other, spinning, as soon as anything else wants a core.
    p.cpuparams.n_threads = 1
    p.cpuparams_batch.n_threads = 1
    # Two answers at once, 4096 tokens each.
    p.n_parallel = 2
    p.n_ctx = 2 * 4096
    # Plain ChatML. The file's own template adds a system prompt that so small a model is confused by.
    p.chat_template = "chatml"
    p.embedding = True
    p.pooling_type = 1  # mean
    p.endpoint_slots = True
    return p


def main():
    model, port = sys.argv[1], int(sys.argv[2])
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: os._exit(0))
    try:
        server = xllamacpp.Server(parameters(model, port))
    except RuntimeError as e:
        sys.exit(f"llama-server: {e}")
    print(f"serving smollm2 at {server.listening_address}", flush=True)
    threading.Event().wait()


main()

FORM = "community"
MARKER = "community.yml"
RECORDING = "recording.yml"


def read(files, batch):
    pass

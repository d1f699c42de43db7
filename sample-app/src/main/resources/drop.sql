-- What an earlier run has left in the file.

drop all objects;
